import { warning, type Warning } from '../../messages/sparrow-error.ts';
import type { CircularGeometry } from '../../tomography/circular-geometry.ts';
import type { Projections } from '../../tomography/projections.ts';

/** How much better the other sense must agree to be worth a word. */
const clearly = 0.6;
/** And by how much at least, as a share of the line integrals: less is noise. */
const leastGain = 0.005;
/** Fewer pairs of opposite rays prove nothing. */
const leastPairs = 100;
/** Rays closer to the axis than this are their own opposites either way round, degrees. */
const leastFanDeg = 1;

/**
 * Whether the gantry turned the way its angles say, told by the data alone: in the plane of the
 * source, the ray at fan angle g of view a is met again from the other side, at -g of view
 * a + 180 - 2g; with the sense reversed it would be at a + 180 + 2g.
 * Null where too few opposite rays were measured (short scans, few views).
 */
export function rotationSense(
  projections: Projections,
): { given: number; reversed: number } | null {
  const { geometry, lineIntegrals } = projections;
  const { detectorColumns: us, detectorRows: vs, pixelMm, anglesDeg } = geometry;
  const order = anglesDeg.map((angle, view) => ({ angle: wrapped(angle), view }));
  order.sort((a, b) => a.angle - b.angle);
  const reach = 2.5 * (360 / Math.max(1, order.length));
  const at = (view: number, column: number) => {
    const row = Math.round((vs - 1) / 2 - shiftOf(geometry, view)[1] / pixelMm[1]);
    if (row < 0 || row >= vs || column < 0 || column > us - 1) return NaN;
    const low = Math.min(us - 2, Math.floor(column));
    const place = (view * us + low) * vs + row;
    const share = column - low;
    return lineIntegrals[place]! * (1 - share) + lineIntegrals[place + vs]! * share;
  };
  const partner = (angle: number, uMm: number) => {
    const [before, after] = neighbours(order, wrapped(angle));
    const gap = wrapped(after.angle - before.angle) || 360;
    if (gap > reach) return NaN;
    const share = wrapped(angle - before.angle) / gap;
    const read = (view: number) =>
      at(view, (uMm - shiftOf(geometry, view)[0]) / pixelMm[0] + (us - 1) / 2);
    return read(before.view) * (1 - share) + read(after.view) * share;
  };
  let [pairs, total, given, reversed] = [0, 0, 0, 0];
  const columnStep = Math.max(1, Math.floor(us / 64));
  for (let view = 0; view < anglesDeg.length; view++) {
    for (let u = 0; u < us; u += columnStep) {
      const uMm = (u - (us - 1) / 2) * pixelMm[0] + shiftOf(geometry, view)[0];
      const fanDeg = (Math.atan2(uMm, geometry.sourceDetectorMm) * 180) / Math.PI;
      const own = at(view, u);
      if (Math.abs(fanDeg) < leastFanDeg || !(own > 0.05)) continue;
      const asGiven = partner(anglesDeg[view]! + 180 - 2 * fanDeg, -uMm);
      const otherWay = partner(anglesDeg[view]! + 180 + 2 * fanDeg, -uMm);
      if (!Number.isFinite(asGiven) || !Number.isFinite(otherWay)) continue;
      pairs++;
      total += own;
      given += Math.abs(own - asGiven);
      reversed += Math.abs(own - otherWay);
    }
  }
  return pairs < leastPairs ? null : { given: given / total, reversed: reversed / total };
}

/** A warning when opposite rays say that the gantry turned the other way. */
export function reversedRotation(projections: Projections): Warning[] {
  const sense = rotationSense(projections);
  if (sense === null) return [];
  const { given, reversed } = sense;
  if (reversed > clearly * given || given - reversed < leastGain) return [];
  const percent = (share: number) => Number((100 * share).toFixed(1));
  return [
    warning('projections/rotation-looks-reversed', {
      givenPercent: percent(given),
      reversedPercent: percent(reversed),
    }),
  ];
}

interface Placed {
  readonly angle: number;
  readonly view: number;
}

/** The views before and after an angle on the circle. */
function neighbours(order: readonly Placed[], angle: number): [Placed, Placed] {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle]!.angle <= angle) low = middle + 1;
    else high = middle;
  }
  return [order[(low + order.length - 1) % order.length]!, order[low % order.length]!];
}

const wrapped = (angle: number) => ((angle % 360) + 360) % 360;
const shiftOf = (geometry: CircularGeometry, view: number) =>
  geometry.detectorOffsetsMm?.[view] ?? ([0, 0] as const);
