import {
  cross,
  dot,
  length,
  normalise,
  type LpsPoint,
  type Vector3,
} from '../../volume/geometry.ts';
import { valuesAt, type PlaneSeries } from './plane-series.ts';
import { median, minus, plus } from './vectors.ts';

const halfLineMm = 60;
const stepMm = 2;
const shares = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875] as const;
const largestShiftMm = 12;

/** How well a plane fits those that cross it. */
export interface Agreement {
  readonly planeId: string;
  /** Median correlation of the picture along the lines of intersection, through the beat. */
  readonly correlation: number;
  /** The in-plane shift that fits best, patient LPS mm, and the correlation that it would give. */
  readonly shiftMm: Vector3;
  readonly shiftedCorrelation: number;
}

/**
 * Compares each plane with those of the other kind (short against long axis) along the lines where
 * they cross: both pictures show the same tissue there, at the same share of the beat. A plane that
 * moved between breath-holds correlates poorly until it is shifted back.
 */
export function planeAgreement(
  short: readonly PlaneSeries[],
  long: readonly PlaneSeries[],
  nearMm: LpsPoint,
): Agreement[] {
  const of = (plane: PlaneSeries, others: readonly PlaneSeries[]) => fit(plane, others, nearMm);
  return [
    ...short.map((plane) => of(plane, long)),
    ...long.map((plane) => of(plane, short)),
  ].filter((found) => found !== null);
}

interface Crossing {
  readonly points: readonly LpsPoint[];
  /** The other plane's values there. */
  readonly values: Float32Array;
}

function fit(
  plane: PlaneSeries,
  others: readonly PlaneSeries[],
  nearMm: LpsPoint,
): Agreement | null {
  const crossings = others.flatMap((other) => crossingOf(plane, other, nearMm));
  const score = (shift: Vector3) => {
    const all = crossings.map(({ points, values }) => {
      const moved = points.map((point) => minus(point, shift));
      return correlation(valuesAt(plane, moved, shares), values);
    });
    const known = all.filter((r) => r !== null);
    return known.length > 0 ? median(known) : null;
  };
  const still = score([0, 0, 0]);
  if (still === null) return null;
  let best = { shift: [0, 0, 0] as Vector3, score: still };
  if (still < searchBelow)
    for (let x = -largestShiftMm; x <= largestShiftMm; x += stepMm)
      for (let y = -largestShiftMm; y <= largestShiftMm; y += stepMm) {
        const shift = plus(plus([0, 0, 0], plane.plane.row, x), plane.plane.column, y);
        const found = score(shift);
        if (found !== null && found > best.score) best = { shift, score: found };
      }
  return {
    planeId: plane.plane.id,
    correlation: still,
    shiftMm: best.shift,
    shiftedCorrelation: best.score,
  };
}

/** Planes that agree better than this need no search for a shift. */
const searchBelow = 0.8;

/** The line in which two planes cross, near a point; nothing for planes nearly parallel. */
function crossingOf(a: PlaneSeries, b: PlaneSeries, nearMm: LpsPoint): Crossing[] {
  const line = cross(a.normal, b.normal);
  if (length(line) < Math.SQRT1_2) return [];
  const along = normalise(line);
  const inA = cross(along, a.normal);
  const onA = plus(nearMm, a.normal, dot(minus(a.plane.originMm, nearMm), a.normal));
  const toB = dot(minus(b.plane.originMm, onA), b.normal) / dot(inA, b.normal);
  const middle = plus(onA, inA, toB);
  const count = (2 * halfLineMm) / stepMm + 1;
  const points = Array.from({ length: count }, (_, n) =>
    plus(middle, along, n * stepMm - halfLineMm),
  );
  return [{ points, values: valuesAt(b, points, shares) }];
}

/** Pearson's correlation over the values that both have; null for fewer than half of them. */
function correlation(a: Float32Array, b: Float32Array): number | null {
  let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n++;
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += x * y;
  }
  if (n < a.length / 2) return null;
  const spread = (saa - (sa * sa) / n) * (sbb - (sb * sb) / n);
  return spread > 0 ? (sab - (sa * sb) / n) / Math.sqrt(spread) : null;
}
