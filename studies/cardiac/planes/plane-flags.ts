import type { HeartFlag, HeartPlanes } from '../../library/heart-records.ts';
import type { CineCandidate } from './candidate.ts';

/**
 * What geometry and pixels say against a study before any network runs: missing views, cover of
 * base and apex, planes that do not fit each other, uneven beats and slices.
 *
 * @param longAxisMm base to apex of the cavity at end-diastole when known, else null (60 mm is asked)
 */
export async function planeFlags(
  _heart: HeartPlanes,
  _candidates: readonly CineCandidate[],
  _longAxisMm: number | null,
): Promise<HeartFlag[]> {
  throw new Error('being written');
}
