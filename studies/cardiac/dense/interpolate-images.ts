import type { DensePlane } from '../../library/dense-records.ts';

export type ImageWay = 'nearest' | 'linear' | 'cubic';

/** Slices of one phase, base to apex, and their depths. */
export interface ImageStack {
  readonly slices: readonly Float32Array[];
  readonly zMm: readonly number[];
}

/**
 * The picture of a plane between two slices without any network. A measured plane and one beyond
 * the stack are copies of their slice.
 * - nearest: the nearer slice's, the lower one's half-way;
 * - linear: straight mix;
 * - cubic: Catmull-Rom through four slices at their true depths, cut to 0..1; linear where there
 *   are not two slices on both sides.
 */
export function imageBetween(
  { slices, zMm }: ImageStack,
  { below, above, share }: Pick<DensePlane, 'below' | 'above' | 'share'>,
  way: ImageWay,
): Float32Array {
  const [low, high] = [slices[below]!, slices[above]!];
  if (below === above) return low.slice();
  if (way === 'nearest') return (share > 0.5 ? high : low).slice();
  const [before, after] = [slices[below - 1], slices[above + 1]];
  if (way === 'linear' || before === undefined || after === undefined)
    return low.map((value, at) => value + share * (high[at]! - value));
  const [z0, z1, z2, z3] = [zMm[below - 1]!, zMm[below]!, zMm[above]!, zMm[above + 1]!];
  const weights = catmullRom([z0, z1, z2, z3], share);
  return low.map((value, at) => {
    const mixed =
      weights[0] * before[at]! +
      weights[1] * value +
      weights[2] * high[at]! +
      weights[3] * after[at]!;
    return Math.min(1, Math.max(0, mixed));
  });
}

/**
 * Weights of four places for a share of the way from the second to the third: cubic Hermite with
 * the slope between the two neighbours at each end.
 */
export function catmullRom(
  [z0, z1, z2, z3]: readonly [number, number, number, number],
  share: number,
): [number, number, number, number] {
  const [s, s2, s3] = [share, share ** 2, share ** 3];
  const low = ((s3 - 2 * s2 + s) * (z2 - z1)) / (z2 - z0);
  const high = ((s3 - s2) * (z2 - z1)) / (z3 - z1);
  return [-low, 2 * s3 - 3 * s2 + 1 - high, 3 * s2 - 2 * s3 + low, high];
}
