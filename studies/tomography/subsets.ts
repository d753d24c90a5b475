/**
 * Ordered subsets of a scan's views: every `count`-th in order of angle from the first view on, taken
 * so that each subset lies far from the ones before it (bit-reversed order).
 */
export function subsetsOfViews(anglesDeg: readonly number[], count: number): number[][] {
  const first = anglesDeg[0] ?? 0;
  const turn = anglesDeg.map((angle) => (((angle - first) % 360) + 360) % 360);
  const ranked = turn.map((_, view) => view).sort((a, b) => turn[a]! - turn[b]!);
  const subsets = Math.min(Math.max(1, Math.round(count)), anglesDeg.length);
  const bits = Math.ceil(Math.log2(subsets));
  return Array.from({ length: subsets }, (_, start) => start)
    .sort((a, b) => reversed(a, bits) - reversed(b, bits))
    .map((start) => ranked.filter((_, rank) => rank % subsets === start));
}

function reversed(value: number, bits: number): number {
  let out = 0;
  for (let bit = 0; bit < bits; bit++) if (value & (1 << bit)) out |= 1 << (bits - 1 - bit);
  return out;
}
