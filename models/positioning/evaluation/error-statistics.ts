import { seeded } from '../../../studies/positioning/registration/random.ts';
import { mean } from '../../whole-heart/evaluation/statistics.ts';
import type { MatchError } from './match-error.ts';

/** An error within both is good enough to treat by. */
export const goodWithin = { mm: 0.5, deg: 0.3 } as const;

/** Errors of one way to scan and reconstruct. */
export interface ErrorSummary {
  readonly n: number;
  readonly mm: Spread;
  readonly deg: Spread;
  /** Means of the absolute errors along and about x, y and z. */
  readonly axesMm: readonly number[];
  readonly axesDeg: readonly number[];
  /** Share within 0.5 mm and 0.3 degrees. */
  readonly good: number;
}

export interface Spread {
  readonly mean: number;
  readonly p95: number;
  readonly max: number;
}

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export function summary(errors: readonly MatchError[]): ErrorSummary {
  const axes = (of: (error: MatchError) => readonly number[]) =>
    [0, 1, 2].map((axis) => mean(errors.map((error) => Math.abs(of(error)[axis]!))));
  return {
    n: errors.length,
    mm: spread(errors.map(({ mm }) => mm)),
    deg: spread(errors.map(({ deg }) => deg)),
    axesMm: axes(({ axesMm }) => axesMm),
    axesDeg: axes(({ axesDeg }) => axesDeg),
    good: mean(errors.map((error) => (isGood(error) ? 1 : 0))),
  };
}

export function isGood({ mm, deg }: MatchError): boolean {
  return mm <= goodWithin.mm && deg <= goodWithin.deg;
}

function spread(values: readonly number[]): Spread {
  return { mean: mean(values), p95: quantile(values, 0.95), max: Math.max(...values) };
}

/** The value that a share of all does not exceed: the one at that rank, rounded up. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

const draws = 2000;

/**
 * Mean with its 95 % bootstrap interval, drawn by whole cases: offsets of one case share its scan, so
 * they are no independent samples.
 * @param byCase values of each case
 */
export function caseBootstrap(byCase: readonly (readonly number[])[]): Interval {
  const random = seeded(1);
  const sums = byCase.map((values) => values.reduce((sum, value) => sum + value, 0));
  const means = Array.from({ length: draws }, () => {
    let [sum, count] = [0, 0];
    for (let n = 0; n < byCase.length; n++) {
      const at = Math.floor(random() * byCase.length);
      sum += sums[at]!;
      count += byCase[at]!.length;
    }
    return sum / count;
  });
  return {
    mean: mean(byCase.flat()),
    low: quantile(means, 0.025),
    high: quantile(means, 0.975),
  };
}
