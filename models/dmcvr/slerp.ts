/** How the noise between two slices is had from theirs: CONTRACT.md, "Mix". */
export const noiseMixes = ['slerp', 'nearest', 'shared', 'zero'] as const;
export type NoiseMix = (typeof noiseMixes)[number];

/** Below this angle the sine no longer carries a direction. */
const smallestAngle = 1e-3;

/**
 * Spherical mix of two noises of equal length (Shoemake 1985), flattened; linear below 1e-3 rad.
 * The norm is interpolated too, so that a mix is as loud as its parts.
 * @param share 0 gives the first, 1 the second
 */
export function slerp(one: Float32Array, two: Float32Array, share: number): Float32Array {
  const [a, b] = [normOf(one), normOf(two)];
  if (a === 0 || b === 0) return one.map((value, n) => value + share * (two[n]! - value));
  let product = 0;
  for (let n = 0; n < one.length; n++) product += one[n]! * two[n]!;
  const angle = Math.acos(Math.min(1, Math.max(-1, product / (a * b))));
  const narrow = angle < smallestAngle;
  const low = narrow ? 1 - share : Math.sin((1 - share) * angle) / Math.sin(angle) / a;
  const high = narrow ? share : Math.sin(share * angle) / Math.sin(angle) / b;
  const mixed = new Float64Array(one.length);
  let squares = 0;
  for (let n = 0; n < one.length; n++) {
    const value = low * one[n]! + high * two[n]!;
    mixed[n] = value;
    squares += value * value;
  }
  const scale = squares > 0 ? (a * (1 - share) + b * share) / Math.sqrt(squares) : 0;
  return Float32Array.from(mixed, (value) => value * scale);
}

export function mixNoise(
  below: Float32Array,
  above: Float32Array,
  share: number,
  mix: NoiseMix,
): Float32Array {
  if (mix === 'slerp') return slerp(below, above, share);
  if (mix === 'nearest') return (share > 0.5 ? above : below).slice();
  if (mix === 'shared') return below.slice();
  return new Float32Array(below.length);
}

/** A noise brought to the norm of another. */
export function asLoud(noise: Float32Array, as: Float32Array): Float32Array {
  const scale = normOf(as) / Math.max(normOf(noise), 1e-12);
  return noise.map((value) => value * scale);
}

function normOf(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares);
}
