import { warning, type Warning } from '../messages/sparrow-error.ts';
import { inverse, multiply, type Matrix } from '../dicom/rt/rigid-matrix.ts';
import type { PlanningQueries } from './planning-queries.ts';
import type {
  FrameTransform,
  LinkedPlan,
  LinkedRegistration,
  LinkedRtImage,
  LinkedStructureSet,
} from './planning-records.ts';
import type { StoredPlanning } from './planning-rows.ts';

/** Follows the references of one kind of object each. Whatever is broken is told in a warning. */

export function linkStructureSet(
  queries: PlanningQueries,
  { id, studyUid, record }: StoredPlanning<'structures'>,
): LinkedStructureSet {
  const warnings: Warning[] = [];
  const found = queries.volumeOf(id, studyUid);
  const total = record.imageUids.length;
  const missing = queries.imagesMissing(id);
  if (found === null) warnings.push(warning('planning/images-absent'));
  else if (found.linkedBy === 'images' && missing > 0) {
    warnings.push(warning('planning/images-missing', { count: missing, total }));
  } else if (found.linkedBy === 'series' && total > 0) {
    warnings.push(warning('planning/images-by-series'));
  } else if (found.linkedBy === 'frame') warnings.push(warning('planning/images-by-frame'));
  const frameUid = found?.volume.frame_of_reference_uid ?? null;
  const own = record.frameOfReferenceUid;
  if (frameUid !== null && own !== null && frameUid !== own) {
    warnings.push(warning('planning/other-frame'));
  }
  return {
    id,
    studyUid,
    record,
    volumeId: found?.volume.id ?? null,
    linkedBy: found?.linkedBy ?? null,
    volumesInFrame: queries.volumesInFrame(own),
    warnings: plain(warnings),
  };
}

export function linkPlan(
  queries: PlanningQueries,
  { id, studyUid, record }: StoredPlanning<'plan'>,
): LinkedPlan {
  const warnings: Warning[] = [];
  const named =
    record.structureSetUid === null ? [] : queries.byOwnUid(record.structureSetUid).filter(isSet);
  let set = ownStudyFirst(named, studyUid)[0];
  if (set === undefined) {
    const frame = record.frameOfReferenceUid;
    const inFrame = frame === null ? [] : queries.inFrame(frame, 'structures').filter(isSet);
    set = ownStudyFirst(newestFirst(inFrame), studyUid)[0];
    const code =
      set === undefined ? 'planning/plan-without-structures' : 'planning/plan-structures-absent';
    if (record.structureSetUid !== null) warnings.push(warning(code));
  }
  const bySet = set === undefined ? null : queries.volumeOf(set.id, set.studyUid);
  const volume = bySet ?? queries.volumeOf(id, studyUid);
  if (volume === null) warnings.push(warning('planning/images-absent'));
  else if (bySet === null) warnings.push(warning('planning/images-by-frame'));
  return {
    id,
    studyUid,
    record,
    structureSetId: set?.id ?? null,
    volumeId: volume?.volume.id ?? null,
    warnings: plain(warnings),
  };
}

export function linkRegistration(
  queries: PlanningQueries,
  { id, studyUid, record }: StoredPlanning<'registration'>,
): LinkedRegistration {
  const uids = [record.registeredFrameUid, ...record.transforms.map((one) => one.fromFrameUid)];
  const frames = [...new Set(uids)].flatMap((frameUid) =>
    frameUid === null ? [] : [{ frameUid, volumeIds: queries.volumesInFrame(frameUid) }],
  );
  const count = frames.filter(({ volumeIds }) => volumeIds.length === 0).length;
  const warnings = count > 0 ? [warning('planning/registration-elsewhere', { count })] : [];
  return { id, studyUid, record, frames, warnings: plain(warnings) };
}

export function linkRtImage(
  queries: PlanningQueries,
  { id, studyUid, sopUid, record }: StoredPlanning<'rt-image'>,
): LinkedRtImage {
  const plans = record.planUid === null ? [] : queries.byOwnUid(record.planUid);
  const plan = ownStudyFirst(plans, studyUid)[0];
  const absent = record.planUid !== null && plan === undefined;
  return {
    id,
    studyUid,
    record,
    volumeId: queries.pictureOf(studyUid, sopUid),
    planId: plan?.id ?? null,
    warnings: plain(absent ? [warning('planning/image-plan-absent')] : []),
  };
}

/**
 * The matrix from one frame to the other that a registration gives: of A and B both registered to
 * a third frame it is the way there and back.
 */
export function transformBetween(
  { id, record }: StoredPlanning<'registration'>,
  fromFrameUid: string,
  toFrameUid: string,
): FrameTransform | null {
  const there = stepOf(record, fromFrameUid);
  const target = stepOf(record, toFrameUid);
  const back = target === null ? null : inverse(target.matrix);
  if (there === null || target === null || back === null) return null;
  // The registered frame is met by the identity; the other step then tells how it was found.
  const told = toFrameUid === record.registeredFrameUid ? there : target;
  const matrix =
    toFrameUid === record.registeredFrameUid ? there.matrix : multiply(back, there.matrix);
  const types = [there.type, target.type];
  return {
    registrationId: id,
    label: record.label,
    date: record.date,
    time: record.time,
    method: told.method,
    type: types.find((type) => type !== 'RIGID') ?? 'RIGID',
    matrix: [...matrix],
  };
}

export function newestFirst<T extends { record: { date: string; time: string } }>(
  objects: readonly T[],
): T[] {
  const key = ({ record }: T) => record.date + record.time;
  return [...objects].sort((a, b) => (key(a) < key(b) ? 1 : key(a) > key(b) ? -1 : 0));
}

interface Step {
  matrix: Matrix;
  type: FrameTransform['type'];
  method: string;
}

function stepOf(record: StoredPlanning<'registration'>['record'], frameUid: string): Step | null {
  if (frameUid === record.registeredFrameUid) {
    const matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    return { matrix, type: 'RIGID', method: '' };
  }
  return record.transforms.find(({ fromFrameUid }) => fromFrameUid === frameUid) ?? null;
}

function isSet(one: StoredPlanning): one is StoredPlanning<'structures'> {
  return one.record.kind === 'structures';
}

function ownStudyFirst<T extends { studyUid: string }>(objects: readonly T[], uid: string): T[] {
  const own = (one: T) => one.studyUid === uid;
  return [...objects.filter(own), ...objects.filter((one) => !own(one))];
}

function plain(warnings: readonly Warning[]): LinkedPlan['warnings'] {
  return warnings.map(({ code, params, message }) => ({ code, params: { ...params }, message }));
}
