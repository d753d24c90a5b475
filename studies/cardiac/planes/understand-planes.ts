import type { HeartCorrections, HeartPlanes } from '../../library/heart-records.ts';
import type { CineCandidate } from './candidate.ts';

export interface UnderstandOptions {
  readonly signal?: AbortSignal | undefined;
  /** Share of the slices that were read, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * Which plane is which, the order of the short axis from base to apex, and the heart frame, from
 * geometry and pixels alone. Candidates are those of one study; the user's corrections win.
 *
 * Throws `cardiac/mixed-patients`, `cardiac/no-cine`, `cardiac/too-few-phases`, `cardiac/no-planes`.
 */
export async function understandPlanes(
  _candidates: readonly CineCandidate[],
  _corrections: HeartCorrections,
  _options: UnderstandOptions = {},
): Promise<HeartPlanes> {
  throw new Error('being written');
}
