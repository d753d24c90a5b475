import type { Library } from '../../../../studies/library/library.ts';
import type { MatchSetup } from '../../../../studies/library/match-records.ts';
import type { StudyPlanning } from '../../../../studies/library/planning-records.ts';
import { warning, type Warning } from '../../../../studies/messages/sparrow-error.ts';
import type { PlanningService } from '../planning/planning-service.ts';
import { scansOf } from './match-scans.ts';
import { planningCts } from './planning-cts.ts';

/**
 * What a match of this study would be of: its scans (`restoredFrom` is the id of the volume that a
 * restored one was made from), and the planning CTs of its patient with plan, isocentre and position.
 * What is broken or missing on the way is told. Rejects with 'library/not-found'.
 */
export async function matchSetup(
  library: Library,
  planning: PlanningService,
  studyUid: string,
): Promise<MatchSetup> {
  const known = await planning.of(studyUid);
  const cts = await planningCts(library, studyUid, known);
  const scans = await scansOf(library, studyUid, planned(cts.plans));
  // What would be positioned first is not offered as what it is positioned to.
  const plans = cts.plans.filter(
    ({ foundBy, volumeId }) => foundBy !== 'patient' || volumeId !== scans[0]?.volumeId,
  );
  const warnings = [...aboutReferences(known), ...cts.warnings, ...aboutChoice(scans, plans)];
  return { studyUid, scans, plans, warnings: distinct(warnings) };
}

/** CTs that a plan belongs to, or, where there is no plan, structures. They are not scans of the day. */
function planned(plans: MatchSetup['plans']): Set<string> {
  const [best] = plans;
  return new Set(
    plans
      .filter((one) => one.foundBy !== 'patient' && one.foundBy === best?.foundBy)
      .map(({ volumeId }) => volumeId),
  );
}

function aboutReferences({ plans, structureSets, unreadable }: StudyPlanning): Told[] {
  return [
    ...plans.flatMap((plan) => [...plan.warnings, ...plan.record.warnings]),
    ...structureSets.flatMap((set) => set.warnings),
    ...unreadable.map((one) => one.warning),
  ];
}

function aboutChoice(scans: MatchSetup['scans'], plans: MatchSetup['plans']): Warning[] {
  return [
    ...(scans.length === 0 ? [warning('match/no-scan')] : []),
    ...(plans.length === 0 ? [warning('match/no-planning-ct')] : []),
    ...(plans[0]?.foundBy === 'patient' ? [warning('match/ct-by-patient')] : []),
  ];
}

type Told = MatchSetup['warnings'][number] | Warning;

function distinct(warnings: readonly Told[]): MatchSetup['warnings'] {
  return [...new Map(warnings.map((one) => [one.message, one])).values()].map(
    ({ code, params, message }) => ({ code, params: { ...params }, message }),
  );
}
