const GOLDEN_SECTION = 0.6180339887498949;

/**
 * Ordered subsets of a scan's views: every `count`-th in order of angle from the first view on, taken
 * in an order that jumps by the golden section, so that each subset lies far from those before it.
 */
export function subsetsOfViews(anglesDeg: readonly number[], count: number): number[][] {
  const first = anglesDeg[0] ?? 0;
  const turn = anglesDeg.map((angle) => (((angle - first) % 360) + 360) % 360);
  const ranked = turn.map((_, view) => view).sort((a, b) => turn[a]! - turn[b]!);
  const subsets = Math.min(Math.max(1, Math.round(count)), anglesDeg.length);
  const place = (start: number) => (start * GOLDEN_SECTION) % 1;
  return Array.from({ length: subsets }, (_, start) => start)
    .sort((a, b) => place(a) - place(b))
    .map((start) => ranked.filter((_, rank) => rank % subsets === start));
}
