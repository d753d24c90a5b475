import { mean } from '../../whole-heart/evaluation/statistics.ts';

/** Mean of paired differences with its 95 % bootstrap interval (2,000 draws, seeded). */
export function bootstrap(values: readonly number[]): { mean: number; low: number; high: number } {
  const means = Array.from({ length: 2000 }, (_, draw) => {
    let sum = 0;
    for (let n = 0; n < values.length; n++) sum += values[pick(draw, n) % values.length]!;
    return sum / values.length;
  }).sort((a, b) => a - b);
  return { mean: mean(values), low: means[50]!, high: means[1949]! };
}

/** A hash of the draw and the place, so that the same values give the same interval. */
function pick(draw: number, n: number): number {
  let x = Math.imul(draw + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  return (x ^ (x >>> 12)) >>> 0;
}

/**
 * Two-sided p of the Wilcoxon signed-rank test on paired differences, normal approximation with
 * ties counted half and zeros left out (Wilcoxon 1945). 1 with fewer than six differences.
 */
export function wilcoxonP(differences: readonly number[]): number {
  const values = differences.filter((value) => value !== 0);
  const n = values.length;
  if (n < 6) return 1;
  const sorted = [...values].sort((a, b) => Math.abs(a) - Math.abs(b));
  let positive = 0;
  let ties = 0;
  for (let first = 0; first < n;) {
    let last = first;
    while (last + 1 < n && Math.abs(sorted[last + 1]!) === Math.abs(sorted[first]!)) last++;
    const rank = (first + last) / 2 + 1;
    const count = last - first + 1;
    ties += count ** 3 - count;
    for (let k = first; k <= last; k++) if (sorted[k]! > 0) positive += rank;
    first = last + 1;
  }
  const expected = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48;
  const z = Math.max(0, Math.abs(positive - expected) - 0.5) / Math.sqrt(variance);
  return 2 * upperTail(z);
}

/** Upper tail of the standard normal (Abramowitz and Stegun 26.2.17, error below 1e-7). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
