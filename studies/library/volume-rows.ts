import { z } from 'zod';
import { volumeRecordSchema, warningSchema, type VolumeRecord } from './records.ts';
import type { VolumeRow } from './schema.ts';

const geometrySchema = volumeRecordSchema.pick({ spacingMm: true, originMm: true, axes: true });
const reconstructionSchema = volumeRecordSchema.shape.reconstruction;

/** A volume's record as its row; label maps of a heart have `heart_id` instead of `result_id`. */
export function volumeToRow(record: VolumeRecord): VolumeRow {
  const { spacingMm, originMm, axes } = record;
  return {
    id: record.id,
    study_uid: record.studyUid,
    series_uid: record.seriesUid,
    kind: record.kind,
    description: record.description,
    columns: record.dims[0],
    rows: record.dims[1],
    slices: record.dims[2],
    phases: record.phases,
    geometry: JSON.stringify({ spacingMm, originMm, axes }),
    calibrated: Number(record.calibrated),
    phase_times_ms: record.phaseTimesMs === null ? null : JSON.stringify(record.phaseTimesMs),
    rr_interval_ms: record.rrIntervalMs,
    voxel_type: record.voxelType,
    rescale_slope: record.rescaleSlope,
    rescale_intercept: record.rescaleIntercept,
    unit: record.unit,
    window_centre: record.windowCentre,
    window_width: record.windowWidth,
    frame_of_reference_uid: record.frameOfReferenceUid,
    views: record.views,
    lossy: Number(record.lossy),
    warnings: JSON.stringify(record.warnings),
    result_id: record.resultId,
    heart_id: null,
    dense_id: null,
    projections_id: record.projectionsId,
    reconstruction: record.reconstruction === null ? null : JSON.stringify(record.reconstruction),
  };
}

/** A row as the record that everyone else knows. */
export function rowToVolume(row: VolumeRow): VolumeRecord {
  return {
    id: row.id,
    seriesUid: row.series_uid,
    studyUid: row.study_uid,
    kind: row.kind,
    description: row.description,
    dims: [row.columns, row.rows, row.slices],
    ...geometrySchema.parse(JSON.parse(row.geometry)),
    calibrated: row.calibrated === 1,
    phases: row.phases,
    phaseTimesMs:
      row.phase_times_ms === null
        ? null
        : z.array(z.number()).parse(JSON.parse(row.phase_times_ms)),
    rrIntervalMs: row.rr_interval_ms,
    voxelType: row.voxel_type,
    rescaleSlope: row.rescale_slope,
    rescaleIntercept: row.rescale_intercept,
    unit: row.unit,
    windowCentre: row.window_centre,
    windowWidth: row.window_width,
    frameOfReferenceUid: row.frame_of_reference_uid,
    views: row.views,
    lossy: row.lossy === 1,
    warnings: parseWarnings(row.warnings),
    resultId: row.result_id ?? row.heart_id ?? row.dense_id,
    projectionsId: row.projections_id,
    reconstruction: reconstructionSchema.parse(JSON.parse(row.reconstruction ?? 'null')),
  };
}

export function parseWarnings(json: string): VolumeRecord['warnings'] {
  return z.array(warningSchema).parse(JSON.parse(json));
}
