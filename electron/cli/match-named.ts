import type { MatchRecord } from '../../studies/library/match-records.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { Services } from '../engine/services/services.ts';

/** The positioning check of that id; null when the word names something else. */
export async function matchNamed(
  { matches }: Pick<Services, 'matches'>,
  id: string,
): Promise<MatchRecord | null> {
  try {
    return await matches.get(id);
  } catch (error) {
    if (error instanceof SparrowError && error.code === 'library/not-found') return null;
    throw error;
  }
}
