import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { planningRecordSchema, type PlanningRecord } from '../dicom/rt/planning-records.ts';
import type { NewPlanningObject } from './planning-store.ts';
import { warningSchema } from './records.ts';
import type { PlanningObjectRow, PlanningReferenceRow } from './schema.ts';

/** An object of the library whose file could be read. */
export type StoredPlanning<K extends PlanningRecord['kind'] = PlanningRecord['kind']> = {
  [One in K]: {
    id: string;
    studyUid: string;
    sopUid: string;
    record: Extract<PlanningRecord, { kind: One }>;
  };
}[K];

export function planningToRows({ instance, outcome }: NewPlanningObject): {
  object: PlanningObjectRow;
  references: PlanningReferenceRow[];
} {
  const id = randomUUID();
  const object = {
    id,
    study_uid: instance.studyUid,
    sop_uid: instance.sopInstanceUid,
    own_uid: outcome.kind === 'unreadable' ? instance.sopInstanceUid : outcome.sopInstanceUid,
    kind: outcome.kind,
    record: JSON.stringify(outcome),
  };
  if (outcome.kind === 'unreadable') return { object, references: [] };
  const references = referencesOf(outcome).map((reference) => ({ planning_id: id, ...reference }));
  return { object, references };
}

export function rowToPlanning(row: PlanningObjectRow): StoredPlanning {
  return {
    id: row.id,
    studyUid: row.study_uid,
    sopUid: row.sop_uid,
    record: planningRecordSchema.parse(JSON.parse(row.record)),
  } as StoredPlanning;
}

export function rowToUnreadable(row: PlanningObjectRow) {
  const { warning } = z.object({ warning: warningSchema }).parse(JSON.parse(row.record));
  return { studyUid: row.study_uid, warning };
}

type Reference = Omit<PlanningReferenceRow, 'planning_id'>;

function referencesOf(record: PlanningRecord): Reference[] {
  const uids: Record<Reference['kind'], (string | null)[]> = {
    image: [],
    series: [],
    frame: [],
    object: [],
  };
  switch (record.kind) {
    case 'structures':
      uids.image.push(...record.imageUids);
      uids.series.push(...record.seriesUids);
      uids.frame.push(record.frameOfReferenceUid);
      uids.frame.push(...record.structures.map((one) => one.frameOfReferenceUid));
      break;
    case 'plan':
      uids.frame.push(record.frameOfReferenceUid);
      uids.object.push(record.structureSetUid);
      break;
    case 'registration':
      uids.frame.push(record.registeredFrameUid);
      for (const transform of record.transforms) {
        uids.frame.push(transform.fromFrameUid);
        uids.image.push(...transform.imageUids);
        uids.series.push(...transform.seriesUids);
      }
      break;
    case 'rt-image':
      uids.frame.push(record.frameOfReferenceUid);
      uids.object.push(record.planUid);
      break;
  }
  return Object.entries(uids).flatMap(([kind, all]) =>
    [...new Set(all)].flatMap((uid) =>
      uid === null || uid === '' ? [] : [{ kind: kind as Reference['kind'], uid }],
    ),
  );
}
