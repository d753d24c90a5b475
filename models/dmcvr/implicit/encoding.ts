/** Frequencies of the encoding: 2^k half turns across the box, k from 0. */
export const frequencies = 5;

/** Values of one encoded point: position, sines and cosines; three zeros make it a multiple of 4. */
export const encodedLength = 36;

/**
 * How much of each frequency is let in along each axis, [axis][k] in 0..1. Coarse to fine: `progress`
 * 0 lets in the first two, 1 all. Waves shorter than `shortestMm` of an axis never: along the stack
 * nothing between two slices can tell them from their aliases.
 * @param halfMm half of the box's longest side
 */
export function frequencyShares(
  halfMm: number,
  shortestMm: readonly [number, number, number],
  progress: number,
): number[][] {
  const open = 2 + progress * (frequencies - 2);
  return shortestMm.map((shortest) =>
    Array.from({ length: frequencies }, (_, k) => {
      const waveMm = (4 * halfMm) / 2 ** k;
      return waveMm < shortest ? 0 : Math.min(1, Math.max(0, open - k));
    }),
  );
}

/**
 * Encodes a point of the unit box (each coordinate within -1..1) into out[row * encodedLength ...].
 * Positional encoding of Mildenhall et al. (2020); the higher sines and cosines by doubling angles.
 */
export function encode(
  x: number,
  y: number,
  z: number,
  shares: readonly (readonly number[])[],
  out: Float32Array,
  row: number,
): void {
  let at = row * encodedLength;
  for (let axis = 0; axis < 3; axis++) {
    const value = axis === 0 ? x : axis === 1 ? y : z;
    const share = shares[axis]!;
    out[at++] = value;
    let sine = Math.sin((Math.PI / 2) * value);
    let cosine = Math.cos((Math.PI / 2) * value);
    for (let k = 0; k < frequencies; k++) {
      const open = share[k]!;
      out[at++] = open * sine;
      out[at++] = open * cosine;
      const doubled = 2 * sine * cosine;
      cosine = 1 - 2 * sine * sine;
      sine = doubled;
    }
  }
}
