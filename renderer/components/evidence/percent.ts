/**
 * A share in percent with the digits that mean something: "6.3", "0.24"; what is below a hundredth
 * is written as such and never as nothing.
 */
export function percentText(percent: number): string {
  if (!Number.isFinite(percent)) return '–';
  if (percent > 0 && percent < 0.01) return '< 0.01';
  return percent.toFixed(percent < 1 ? 2 : 1);
}
