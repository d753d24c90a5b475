import type { CineCandidate } from './candidate.ts';

/** When in the beat each acquired phase of a plane lies. */
export interface BeatTiming {
  /** Share of the R-R interval, 0 to below 1, rising; one for each acquired phase. */
  readonly shares: readonly number[];
  readonly rrIntervalMs: number | null;
  /** Beats a minute. */
  readonly heartRate: number | null;
  /** Longest step between neighbours over the usual one (round the end of the beat too). */
  readonly largestStep: number;
  /** Frames that seem to be missing in that step; 0 for an even beat. */
  readonly missingFrames: number;
  /** 'even': no times were at hand, the phases are taken to be evenly spread over the beat. */
  readonly by: 'times' | 'even';
}

/** Places the phases of a volume in the beat, from its times and R-R interval where it has them. */
export function beatTiming(
  _volume: Pick<CineCandidate, 'phases' | 'phaseTimesMs' | 'rrIntervalMs'>,
): BeatTiming {
  throw new Error('being written');
}
