import { randomUUID } from 'node:crypto';
import type { Library } from '../../../../studies/library/library.ts';
import {
  matchParamsSchema,
  type MatchParams,
  type MatchRecord,
} from '../../../../studies/library/match-records.ts';
import type { JobProgress, JobRecord, VolumeRecord } from '../../../../studies/library/records.ts';
import { SparrowError, warning, type Warning } from '../../../../studies/messages/sparrow-error.ts';
import { isCtLike } from '../../services/match/ct-like.ts';
import { createPlanning } from '../../services/planning/planning.ts';
import type { VolumesService } from '../../services/services.ts';
import type { MatchOrder } from './match-order.ts';
import { choosePlace } from './match-place.ts';
import { planningOf, registrationsBetween } from './match-planning.ts';
import { tellingStructures } from './match-structures.ts';
import { matchOffThread } from './match-thread.ts';

export interface MatchJobTools {
  library: Library;
  volumes: VolumesService;
}

/** Refuses what cannot be matched before it is queued: 'library/not-found', 'positioning/not-ct'. */
export function checkMatch(library: Library, params: MatchParams): void {
  for (const id of [params.fixedVolumeId, params.movingVolumeId]) {
    // 'other' too: a CT that came as NIfTI says no more about itself.
    const fits = isCtLike(library.volumes.get(id), ['ct', 'cbct', 'other']);
    if (!fits) throw new SparrowError('positioning/not-ct');
  }
}

/**
 * One positioning check from two volumes to its record in the library, a refused one too. Rejects with
 * the signal's reason as soon as it aborts, or with the SparrowError that it failed with.
 */
export async function runMatchJob(
  { library, volumes }: MatchJobTools,
  job: JobRecord,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const asked = matchParamsSchema.parse(job.params);
  checkMatch(library, asked);
  const fixed = library.volumes.get(asked.fixedVolumeId);
  const moving = library.volumes.get(asked.movingVolumeId);
  const planning = await planningOf(library, createPlanning(library), fixed, asked);
  const { place, warnings } = choosePlace({
    params: asked,
    plan: planning.plan,
    sharesFrame: sharesFrame(fixed, moving),
    scan: moving,
    projectionsIsocentreMm:
      moving.projectionsId === null
        ? null
        : library.projections.get(moving.projectionsId).isocentreMm,
  });
  const params = { ...asked, planId: planning.planId };
  const order: MatchOrder = {
    fixed: await volumes.grid(fixed.id, 0),
    moving: await volumes.grid(moving.id, 0),
    place,
    params,
    regionStructure: planning.regionStructure,
    registrations: registrationsBetween(library, moving, fixed),
    structures: tellingStructures(planning.structures, place.planIsocentreMm),
    departure: await departureOf({ library, volumes }, moving),
  };
  signal.throwIfAborted();
  const found = await matchOffThread(order, onProgress, signal);
  signal.throwIfAborted();
  const record: MatchRecord = {
    ...found,
    id: randomUUID(),
    studyUid: moving.studyUid,
    created: new Date().toISOString(),
    params,
    structureSetId: planning.structureSetId,
    warnings: [...sameness(library, fixed, moving), ...warnings, ...found.warnings].map(plain),
    seconds: (performance.now() - began) / 1000,
    signatures: [],
  };
  await library.matches.save(record, job.id);
}

function sharesFrame(a: VolumeRecord, b: VolumeRecord): boolean {
  return a.frameOfReferenceUid !== null && a.frameOfReferenceUid === b.frameOfReferenceUid;
}

/** Of a restored scan whose projections were at hand. */
async function departureOf(
  { library, volumes }: MatchJobTools,
  { id, resultId, studyUid }: VolumeRecord,
): Promise<MatchOrder['departure']> {
  const result = library.results
    .list({ studyUid })
    .find((one) => one.id === resultId && one.volume === id);
  if (!result?.evidence) return null;
  const { departureVolume, departureHu } = result.evidence;
  return { grid: await volumes.grid(departureVolume, 0), limitHu: departureHu };
}

/** The first thing to be seen: whether both volumes can be of the same patient and two scans at all. */
function sameness(library: Library, fixed: VolumeRecord, moving: VolumeRecord): Warning[] {
  if (fixed.id === moving.id) return [warning('positioning/same-volume')];
  const [a, b] = [fixed, moving].map(({ studyUid }) => library.studies.get(studyUid).patientId);
  return a === b ? [] : [warning('positioning/other-patient')];
}

const plain = ({ code, params, message }: MatchRecord['warnings'][number] | Warning) => ({
  code,
  params: { ...params },
  message,
});
