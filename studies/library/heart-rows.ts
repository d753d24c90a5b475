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
    created: result.created,
  };
}

export function rowToHeart(row: Pick<HeartRow, 'record'>): HeartResult {
  return heartResultSchema.parse(JSON.parse(row.record));
}

/** A label map belongs to its heart; the other column is for the results of other models. */
export function labelsVolumeToRow(volume: VolumeRecord, heartId: string): VolumeRow {
  return { ...volumeToRow(volume), result_id: null, heart_id: heartId };
}
