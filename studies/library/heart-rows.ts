import { heartResultSchema, type HeartResult } from './heart-records.ts';
import type { VolumeRecord } from './records.ts';
import type { HeartRow, VolumeRow } from './schema.ts';
import { volumeToRow } from './volume-rows.ts';

export function heartToRow(result: HeartResult): HeartRow {
  return {
    id: result.id,
    study_uid: result.studyUid,
    model: result.model,
    model_version: result.modelVersion,
    weights_sha256: result.weightsSha256,
    record: JSON.stringify(result),
    edited: null,
    created: result.created,
  };
}

/** The record, with what follows from edits in place of the model's own. */
export function rowToHeart(row: Pick<HeartRow, 'record' | 'edited'>): HeartResult {
  const record = JSON.parse(row.record) as object;
  const edited = JSON.parse(row.edited ?? '{}') as object;
  return heartResultSchema.parse({ ...record, ...edited });
}

/** A label map belongs to its heart; the other column is for the results of other models. */
export function labelsVolumeToRow(volume: VolumeRecord, heartId: string): VolumeRow {
  return { ...volumeToRow(volume), result_id: null, heart_id: heartId };
}
