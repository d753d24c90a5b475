import type { CineCandidate } from './candidate.ts';
import { median } from './vectors.ts';

/** When in the beat each acquired phase of a plane lies. */
export interface BeatTiming {
  /** Share of the R-R interval, 0 to below 1, one for each acquired phase; rising round the beat. */
  readonly shares: readonly number[];
  readonly rrIntervalMs: number | null;
  /** Beats a minute. */
  readonly heartRate: number | null;
  /** Longest step between neighbours over the usual one (round the end of the beat too). */
  readonly largestStep: number;
  /** Frames that seem to be missing in all gaps together; 0 for an even beat. */
  readonly missingFrames: number;
  /** 'even': no usable times were at hand, the phases are taken to be evenly spread over the beat. */
  readonly by: 'times' | 'even';
}

/** Steps longer than this, in usual steps, have lost frames. */
const gapSteps = 1.6;

/**
 * Places the phases of a volume in the beat. Times count from the R wave. The R-R interval is the
 * header's, unless the frames alone outlast it; without one it is frames times frame time.
 */
export function beatTiming(
  volume: Pick<CineCandidate, 'phases' | 'phaseTimesMs' | 'rrIntervalMs'>,
): BeatTiming {
  const { phases, phaseTimesMs: times, rrIntervalMs } = volume;
  const known = rrIntervalMs !== null && rrIntervalMs > 0 ? rrIntervalMs : null;
  if (times === null || times.length !== phases || phases < 2 || !rising(times)) {
    return {
      shares: Array.from({ length: phases }, (_, n) => n / phases),
      rrIntervalMs: known,
      heartRate: known === null ? null : 60_000 / known,
      largestStep: 1,
      missingFrames: 0,
      by: 'even',
    };
  }
  const steps = times.slice(1).map((t, n) => t - times[n]!);
  const usual = median(steps);
  const covered = times.at(-1)! - times[0]! + usual;
  // A few percent are rounding of the header; more, and the header speaks of another beat.
  const rr = known !== null && covered <= 1.05 * known ? Math.max(known, covered) : covered;
  steps.push(rr - times.at(-1)! + times[0]!);
  const gaps = steps.filter((step) => step > gapSteps * usual);
  return {
    shares: times.map((t) => (((t / rr) % 1) + 1) % 1),
    rrIntervalMs: rr,
    heartRate: 60_000 / rr,
    largestStep: Math.max(...steps) / usual,
    missingFrames: gaps.reduce((count, step) => count + Math.round(step / usual) - 1, 0),
    by: 'times',
  };
}

function rising(times: readonly number[]): boolean {
  return times.every((t, n) => Number.isFinite(t) && (n === 0 || t > times[n - 1]!));
}

/** The two acquired phases round a share of the beat, and the weight of the later one. */
export interface PhaseBlend {
  readonly before: number;
  readonly after: number;
  readonly weight: number;
}

/** Periodic linear interpolation: which phases make the picture at a share of the beat, 0 to 1. */
export function phaseAt({ shares }: BeatTiming, share: number): PhaseBlend {
  let [before, after] = [0, 0];
  let [back, ahead] = [Infinity, Infinity];
  for (const [n, s] of shares.entries()) {
    const since = (((share - s) % 1) + 1) % 1;
    const until = (((s - share) % 1) + 1) % 1;
    if (since < back) [back, before] = [since, n];
    if (until < ahead) [ahead, after] = [until, n];
  }
  const step = back + ahead;
  return { before, after, weight: step > 0 ? back / step : 0 };
}
