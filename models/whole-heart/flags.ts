import { disagreement } from '../../studies/cardiac/function/disagreement.ts';
import type { CineCandidate } from '../../studies/cardiac/planes/candidate.ts';
import { planeFlags } from '../../studies/cardiac/planes/plane-flags.ts';
import type {
  HeartFlag,
  HeartMeasures,
  HeartPlanes,
  MaskMeasures,
} from '../../studies/library/heart-records.ts';
import { warning, type Warning } from '../../studies/messages/sparrow-error.ts';
import type { HeartCard } from '../runtime/card.ts';
import { coverFlags } from './cover-flags.ts';
import type { Drawn } from './draw-planes.ts';
import { bankDistance } from './bank-distance.ts';
import { flag } from './flag.ts';
import type { WithoutPlane } from './leave-one-out.ts';
import type { Numbers } from './numbers.ts';
import { scopeFlags } from './scope-flags.ts';
import { longAxisOf } from './shape-facts.ts';

export interface Evidence {
  readonly card: HeartCard;
  readonly heart: HeartPlanes;
  readonly candidates: readonly CineCandidate[];
  readonly drawn: Pick<Drawn, 'planeIds' | 'facts'>;
  readonly head: Numbers;
  readonly masks: MaskMeasures;
  /** What is reported. */
  readonly measures: HeartMeasures;
  readonly without: readonly WithoutPlane[];
  readonly bank: Float32Array | null;
}

/** Everything that a reader should know before trusting a number, each with its number and limit. */
export async function flagsOf(evidence: Evidence): Promise<HeartFlag[]> {
  const { card, heart, candidates, drawn, head, masks, measures, without, bank } = evidence;
  const { facts } = drawn;
  const used = heart.planes.filter((plane) => plane.used);
  return [
    ...(await planeFlags(heart, candidates, longAxisOf(facts))),
    ...coverFlags(facts, used),
    ...withoutFlags(card, drawn.planeIds, head, without),
    ...disagreement(head.measures, masks.measures),
    ...bankFlags(card, head, bank),
    ...scopeFlags(card, heart, facts, measures),
    ...(facts.longAxis.length === 0 ? [flag('heart-flag/no-long-axis', 'note')] : []),
  ];
}

/** Two findings or more: the result is marked. */
export function needsReview(flags: readonly HeartFlag[]): Warning[] {
  const count = flags.filter(({ level }) => level === 'review').length;
  return count < 2 ? [] : [warning('heart/needs-review', { count })];
}

function withoutFlags(
  { thresholds }: HeartCard,
  planeIds: Drawn['planeIds'],
  head: Numbers,
  without: readonly WithoutPlane[],
): HeartFlag[] {
  const ef = head.measures.lvEfPct!.value;
  const over = ({ slot, planeError }: WithoutPlane) => planeError / thresholds.planeError[slot]!;
  const unlike = without
    .filter((plane) => over(plane) > 1)
    .sort((a, b) => over(b) - over(a))
    .map(({ slot, planeError }, n) => {
      const planeId = planeIds[slot] ?? null;
      const numbers = { value: planeError, limit: thresholds.planeError[slot]!, planeId };
      // One plane that is off makes its neighbours look odd: the worst one counts.
      return flag('heart-flag/plane-unlike', n === 0 ? 'review' : 'note', numbers);
    });
  const decisive = without
    .map(({ slot, lvEfPct }) => ({ slot, change: Math.abs(lvEfPct.value - ef) }))
    .sort((a, b) => b.change - a.change)[0];
  const limit = thresholds.withoutPlaneEf;
  if (decisive === undefined || decisive.change <= limit) return unlike;
  return [
    ...unlike,
    flag('heart-flag/plane-decides', 'review', {
      value: decisive.change,
      limit,
      unit: 'points',
      planeId: planeIds[decisive.slot] ?? null,
    }),
  ];
}

function bankFlags({ thresholds }: HeartCard, head: Numbers, bank: Float32Array | null) {
  if (bank === null) return [];
  const { k, limit } = thresholds.embedding;
  const value = bankDistance(head.head.embedding, bank, k);
  return value > limit ? [flag('heart-flag/unfamiliar', 'review', { value, limit })] : [];
}
