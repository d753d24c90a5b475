/** Mean of absolute values. */
export function meanAbsolute(values: readonly number[]): number {
  return mean(values.map(Math.abs));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Share of pairs (one of each list) in which the positive is the larger, ties counting half: the area
 * under the receiver operating characteristic. NaN where a list is empty.
 */
export function auroc(positive: readonly number[], negative: readonly number[]): number {
  let won = 0;
  for (const a of positive) for (const b of negative) won += a > b ? 1 : a === b ? 0.5 : 0;
  return won / (positive.length * negative.length);
}

/** Dice of one class over two maps; null where the truth has fewer than `least` pixels of it. */
export function dice(
  drawn: Uint8Array,
  truth: Uint8Array,
  label: number,
  least = 20,
): number | null {
  let [both, a, b] = [0, 0, 0];
  for (let n = 0; n < truth.length; n++) {
    const here = drawn[n] === label;
    const there = truth[n] === label;
    if (here) a++;
    if (there) b++;
    if (here && there) both++;
  }
  return b < least ? null : (2 * both) / (a + b);
}
