import { median } from '../planes/vectors.ts';

/** A place of the heart's axis as one slice shows it. */
export interface AxisPlace {
  readonly zMm: number;
  readonly uMm: number;
  readonly vMm: number;
}

/** Where the axis really runs at each place, and how sure that is (one coordinate, mm). */
export interface SmoothAxis {
  readonly uMm: readonly number[];
  readonly vMm: readonly number[];
  readonly sdMm: readonly number[];
  /** Usual distance of the places from the axis in one coordinate, robust, mm. */
  readonly scatterMm: number;
}

/**
 * Straightness against closeness, mm: scatter of 2.5 mm (breath-holds) squared over 3e-4 mm, which
 * is what an axis bent by 1.5 mm over 80 mm has in squared curvature along its length.
 */
const stiffnessMm = 2e4;
/** Scatter is at least this: label maps do not show an outline finer. */
const leastScatterMm = 0.3;
const rounds = 12;

/**
 * The heart's long axis through the centres of its slices: a stiff smoothing spline (Whittaker's
 * penalty on the second divided difference at the true depths), which any straight line passes
 * unchanged, with Huber's weights against single slices far off. At least three places.
 */
export function smoothAxis(places: readonly AxisPlace[]): SmoothAxis {
  const bending = bendingOf(places.map(({ zMm }) => zMm));
  const [u, v] = [places.map(({ uMm }) => uMm), places.map(({ vMm }) => vMm)];
  let weights = places.map(() => 1);
  for (let round = 0; ; round++) {
    const inverse = inverted(
      bending.map((row, i) => row.map((value, j) => value + (i === j ? weights[i]! : 0))),
    );
    const fit = (values: readonly number[]) =>
      inverse.map((row) => row.reduce((sum, h, j) => sum + h * weights[j]! * values[j]!, 0));
    const [uMm, vMm] = [fit(u), fit(v)];
    const off = places.map((_, k) => Math.hypot(u[k]! - uMm[k]!, v[k]! - vMm[k]!));
    // The median distance in two coordinates is 1.177 standard deviations of one.
    const scatterMm = Math.max(leastScatterMm, median(off) / 1.177);
    if (round === rounds) {
      const sdMm = inverse.map((row, k) => scatterMm * Math.sqrt(row[k]!));
      return { uMm, vMm, sdMm, scatterMm };
    }
    weights = off.map((mm) => Math.min(1, (2 * scatterMm) / Math.max(mm, 1e-9)));
  }
}

/** Stiffness x the matrix whose quadratic form is the squared curvature along the axis. */
function bendingOf(z: readonly number[]): number[][] {
  const bending = z.map(() => z.map(() => 0));
  for (let k = 1; k + 1 < z.length; k++) {
    const [before, after] = [z[k]! - z[k - 1]!, z[k + 1]! - z[k]!];
    const along = (before + after) / 2;
    const curvature = [
      1 / (before * along),
      -(1 / before + 1 / after) / along,
      1 / (after * along),
    ];
    curvature.forEach((a, i) =>
      curvature.forEach((b, j) => (bending[k - 1 + i]![k - 1 + j]! += stiffnessMm * along * a * b)),
    );
  }
  return bending;
}

/** Inverse of a positive definite matrix (Gauss and Jordan, no pivots needed). */
function inverted(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let p = 0; p < size; p++) {
    const pivot = rows[p]!.map((value) => value / rows[p]![p]!);
    rows.forEach((row, i) => {
      rows[i] = i === p ? pivot : row.map((value, j) => value - row[p]! * pivot[j]!);
    });
  }
  return rows.map((row) => row.slice(size));
}
