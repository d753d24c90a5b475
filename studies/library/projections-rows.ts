import { projectionsRecordSchema, type ProjectionsRecord } from './records.ts';
import type { ProjectionsRow } from './schema.ts';
import { parseWarnings } from './volume-rows.ts';

const geometrySchema = projectionsRecordSchema.pick({
  pixelMm: true,
  sourceAxisMm: true,
  sourceDetectorMm: true,
  anglesDeg: true,
  isocentreMm: true,
  detectorOffsetsMm: true,
  sourceOffsetsMm: true,
});

/** A scan's record as its row. */
export function projectionsToRow(record: ProjectionsRecord): ProjectionsRow {
  return {
    id: record.id,
    study_uid: record.studyUid,
    description: record.description,
    origin: record.origin,
    views: record.views,
    columns: record.columns,
    rows: record.rows,
    geometry: JSON.stringify(geometrySchema.parse(record)),
    photons: record.photons,
    frame_of_reference_uid: record.frameOfReferenceUid,
    source_volume: record.sourceVolumeId,
    sha256: record.sha256,
    warnings: JSON.stringify(record.warnings),
    created: record.created,
    hidden_at: null,
  };
}

/** A row as the record that everyone else knows. */
export function rowToProjections(row: ProjectionsRow): ProjectionsRecord {
  return {
    id: row.id,
    studyUid: row.study_uid,
    description: row.description,
    origin: row.origin,
    views: row.views,
    columns: row.columns,
    rows: row.rows,
    ...geometrySchema.parse(JSON.parse(row.geometry)),
    photons: row.photons,
    frameOfReferenceUid: row.frame_of_reference_uid,
    sourceVolumeId: row.source_volume,
    sha256: row.sha256,
    warnings: parseWarnings(row.warnings),
    created: row.created,
  };
}
