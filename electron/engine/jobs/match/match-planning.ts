import type { PlanRecord, Structure } from '../../../../studies/dicom/rt/planning-records.ts';
import {
  departureFromRigid,
  determinant,
  type Matrix,
} from '../../../../studies/dicom/rt/rigid-matrix.ts';
import type { Library } from '../../../../studies/library/library.ts';
import type { MatchParams } from '../../../../studies/library/match-records.ts';
import type { StudyPlanning } from '../../../../studies/library/planning-records.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { planningCts } from '../../services/match/planning-cts.ts';
import type { PlanningService } from '../../services/planning/planning-service.ts';
import { asDrawn } from './match-structures.ts';
import type { DrawnStructure } from './match-order.ts';

/** What treatment planning says about a planning CT. */
export interface MatchPlanning {
  readonly planId: string | null;
  readonly plan: PlanRecord | null;
  readonly structureSetId: string | null;
  /** In the planning CT's frame, with their contours. */
  readonly structures: readonly Structure[];
  readonly regionStructure: DrawnStructure | null;
}

/**
 * Plan and structures of a match: those asked for, else the newest that belong to the planning CT.
 * Throws 'planning/no-object', 'planning/frames-differ' and 'positioning/no-structure' for what was
 * asked for and is not there.
 */
export async function planningOf(
  library: Library,
  planning: PlanningService,
  fixed: VolumeRecord,
  { planId, region }: MatchParams,
): Promise<MatchPlanning> {
  const known = await planning.of(fixed.studyUid);
  const found = await planOf(library, known, fixed, planId);
  const sets = library.planning.structureSetsOf(fixed.id);
  const asked = region.kind === 'structure' ? region.structureSetId : null;
  const wanted = asked ?? found.structureSetId;
  const set = sets.find(({ id }) => id === wanted) ?? (asked === null ? sets[0] : undefined);
  if (asked !== null && set === undefined) throw new SparrowError('planning/frames-differ');
  const structures = set === undefined ? [] : await inFrame(planning, set, fixed);
  return {
    planId: found.plan?.id ?? null,
    plan: found.plan?.record ?? null,
    structureSetId: set?.id ?? null,
    structures,
    regionStructure: region.kind === 'structure' ? numbered(structures, region.number) : null,
  };
}

/** Rigid registrations of the library from the scan's frame of reference to the planning CT's. */
export function registrationsBetween(
  library: Library,
  { frameOfReferenceUid: from }: VolumeRecord,
  { frameOfReferenceUid: to }: VolumeRecord,
): Matrix[] {
  if (from === null || to === null || from === to) return [];
  return library.planning
    .between(from, to)
    .filter(({ type, matrix }) => type === 'RIGID' && isRigid(matrix))
    .map(({ matrix }) => matrix);
}

function isRigid(matrix: Matrix): boolean {
  return departureFromRigid(matrix) < 1e-3 && determinant(matrix) > 0;
}

/** The plan asked for, else the one that the setup of a match would offer first for this CT. */
async function planOf(
  library: Library,
  known: StudyPlanning,
  fixed: VolumeRecord,
  asked: string | null,
) {
  const offered = await planningCts(library, fixed.studyUid, known);
  const first = offered.plans.find(({ volumeId }) => volumeId === fixed.id);
  const planId = asked ?? first?.planId;
  const plan = known.plans.find(({ id }) => id === planId);
  if (asked !== null && plan === undefined) throw new SparrowError('planning/no-object');
  const structureSetId = plan === undefined ? first?.structureSetId : plan.structureSetId;
  return { plan, structureSetId: structureSetId ?? null };
}

async function inFrame(
  planning: PlanningService,
  { id, volumeId }: { readonly id: string; readonly volumeId: string | null },
  fixed: VolumeRecord,
): Promise<Structure[]> {
  const set = await planning.structureSet(id);
  const drawnOn = volumeId === fixed.id;
  return set.structures.filter(
    ({ frameOfReferenceUid: frame }) =>
      frame === fixed.frameOfReferenceUid || (drawnOn && frame === set.frameOfReferenceUid),
  );
}

function numbered(structures: readonly Structure[], number: number): DrawnStructure {
  const found = structures.find((one) => one.number === number);
  if (found === undefined) throw new SparrowError('positioning/no-structure', { name: number });
  return asDrawn(found);
}
