import type { Library } from '../../../../studies/library/library.ts';
import type { MatchSetup } from '../../../../studies/library/match-records.ts';
import type {
  LinkedPlan,
  LinkedStructureSet,
  StudyPlanning,
} from '../../../../studies/library/planning-records.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { warning, type Warning } from '../../../../studies/messages/sparrow-error.ts';
import { isCtLike } from './ct-like.ts';
import { isReplaced, scanLabel } from './match-scans.ts';
import { planIsocentre, planPosition } from './plan-place.ts';

type PlanningCt = MatchSetup['plans'][number];

/**
 * Planning CTs of a study's patient: those of plans (approved ones first, then newest), those that only
 * a structure set was drawn on, then other CTs of the patient, newest study first. A CT stands once for
 * each of its plans. What belongs to
 * another patient is never among them, whatever refers to it.
 */
export async function planningCts(
  library: Library,
  studyUid: string,
  { plans, structureSets }: StudyPlanning,
): Promise<{ plans: PlanningCt[]; warnings: Warning[] }> {
  const studies = library.studies.ofPatient(studyUid);
  const warnings: Warning[] = [];
  /** The CT of a plan or a structure set, unless either is of another patient. */
  const ctOf = (
    object: LinkedPlan | LinkedStructureSet,
    kinds: readonly VolumeRecord['kind'][],
  ) => {
    if (object.volumeId === null) return [];
    const volume = library.volumes.get(object.volumeId);
    if ([object, volume].every((one) => studies.includes(one.studyUid)))
      return isCtLike(volume, kinds) ? [volume] : [];
    warnings.push(warning('match/other-patient'));
    return [];
  };
  const taken = new Set<string>();
  const entry = async (volume: VolumeRecord, fields: Omit<PlanningCt, 'volumeId' | 'studyUid'>) => {
    taken.add(volume.id);
    const scanned = scanLabel(volume, await library.matches.scanned(volume.id));
    const label = [fields.label, scanned].filter(Boolean).join(' · ');
    return { ...fields, volumeId: volume.id, studyUid: volume.studyUid, label };
  };
  const found: PlanningCt[] = [];
  for (const plan of approvedFirst(plans)) {
    // A plan may have been made on a cone-beam CT; a structure set is drawn on each of them.
    for (const volume of ctOf(plan, ['ct', 'cbct'])) {
      found.push(await entry(volume, byPlan(plan)));
    }
  }
  for (const set of structureSets) {
    for (const volume of ctOf(set, ['ct'])) {
      if (!taken.has(volume.id)) found.push(await entry(volume, byStructures(set)));
    }
  }
  for (const uid of studies.toReversed()) {
    for (const volume of library.volumes.list({ studyUid: uid })) {
      const plain = isCtLike(volume, ['ct']) && volume.resultId === null && !isReplaced(volume);
      if (plain && !taken.has(volume.id)) found.push(await entry(volume, byPatient));
    }
  }
  return { plans: found, warnings };
}

const unplanned = { planId: null, structureSetId: null, isocentreMm: null, position: null };
const byPatient = { ...unplanned, label: '', foundBy: 'patient' } as const;

function byPlan({ id, record, structureSetId }: LinkedPlan) {
  const isocentre = planIsocentre(record);
  return {
    label: record.label || record.name,
    planId: id,
    structureSetId,
    isocentreMm: isocentre && ([...isocentre] as [number, number, number]),
    position: planPosition(record),
    foundBy: 'plan',
  } as const;
}

function byStructures({ id, record }: LinkedStructureSet) {
  return { ...unplanned, label: record.label, structureSetId: id, foundBy: 'structures' } as const;
}

/** The order within stays: newest first. Rejected plans come last. */
function approvedFirst(plans: readonly LinkedPlan[]): LinkedPlan[] {
  const rank = ({ record }: LinkedPlan) => ({ APPROVED: 0, REJECTED: 2 })[record.approval] ?? 1;
  return plans.toSorted((a, b) => rank(a) - rank(b));
}
