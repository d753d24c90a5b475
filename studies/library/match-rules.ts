import type { MatchRecord, Signature } from './match-records.ts';

type Judged = Pick<MatchRecord, 'credible' | 'within' | 'beyondCouch'>;

/**
 * Why a signature needs a typed reason, as a message code; null where it needs none. What was judged
 * by no tolerance counts as outside.
 */
export function reasonNeeded(
  { within, beyondCouch }: Judged,
  meaning: Signature['meaning'],
): 'match/reason-rejected' | 'match/reason-tolerance' | 'match/reason-couch' | null {
  if (meaning === 'rejected') return 'match/reason-rejected';
  if (within?.pass !== true) return 'match/reason-tolerance';
  return beyondCouch.length > 0 ? 'match/reason-couch' : null;
}

/** A refused match can be rejected, never approved. */
export function mayBeSigned({ credible }: Judged, meaning: Signature['meaning']): boolean {
  return credible || meaning === 'rejected';
}
