import { randomUUID } from 'node:crypto';
import { newUid } from '../../../../studies/dicom/write/uid.ts';
import type { NewProjections } from '../../../../studies/library/library.ts';
import type { ProjectionsRecord, VolumeRecord } from '../../../../studies/library/records.ts';
import type {
  CircularGeometry,
  GridFrame,
} from '../../../../studies/tomography/circular-geometry.ts';
import type { Projections } from '../../../../studies/tomography/projections.ts';
import { sha256Hex } from '../sliced-hash.ts';

type Reconstructed = Pick<
  VolumeRecord,
  | 'studyUid'
  | 'description'
  | 'frameOfReferenceUid'
  | 'views'
  | 'warnings'
  | 'projectionsId'
  | 'reconstruction'
>;

/** A volume made from projections, as a cone-beam CT in a new series of its study. */
export function reconstructedVolume(
  { counts, spacingMm, originMm }: GridFrame,
  fields: Reconstructed,
): VolumeRecord {
  return {
    id: randomUUID(),
    seriesUid: newUid(),
    kind: 'cbct',
    dims: [...counts],
    spacingMm: [...spacingMm],
    originMm: [...originMm],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    calibrated: true,
    phases: 1,
    phaseTimesMs: null,
    rrIntervalMs: null,
    voxelType: 'int16',
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
    windowCentre: 40,
    windowWidth: 400,
    lossy: false,
    resultId: null,
    ...fields,
  };
}

type Scanned = Pick<
  ProjectionsRecord,
  | 'studyUid'
  | 'description'
  | 'origin'
  | 'photons'
  | 'frameOfReferenceUid'
  | 'sourceVolumeId'
  | 'warnings'
>;

/** A scan with its record, hashed. */
export async function newProjections(
  { geometry, lineIntegrals }: Projections,
  fields: Scanned,
): Promise<NewProjections> {
  const record: ProjectionsRecord = {
    id: randomUUID(),
    ...geometryFields(geometry),
    sha256: await sha256Hex(lineIntegrals),
    created: new Date().toISOString(),
    ...fields,
  };
  return { record, lineIntegrals };
}

function geometryFields(geometry: CircularGeometry) {
  const pairs = (offsets: CircularGeometry['detectorOffsetsMm']) =>
    offsets?.map(([u, v]): [number, number] => [u, v]) ?? null;
  return {
    views: geometry.anglesDeg.length,
    columns: geometry.detectorColumns,
    rows: geometry.detectorRows,
    pixelMm: [...geometry.pixelMm],
    sourceAxisMm: geometry.sourceAxisMm,
    sourceDetectorMm: geometry.sourceDetectorMm,
    anglesDeg: [...geometry.anglesDeg],
    isocentreMm: [...geometry.isocentreMm],
    detectorOffsetsMm: pairs(geometry.detectorOffsetsMm),
    sourceOffsetsMm: pairs(geometry.sourceOffsetsMm),
  } satisfies Partial<ProjectionsRecord>;
}

/** The geometry of a scan in the library. */
export function geometryOf(record: ProjectionsRecord): CircularGeometry {
  return {
    sourceAxisMm: record.sourceAxisMm,
    sourceDetectorMm: record.sourceDetectorMm,
    detectorColumns: record.columns,
    detectorRows: record.rows,
    pixelMm: record.pixelMm,
    anglesDeg: record.anglesDeg,
    isocentreMm: record.isocentreMm,
    ...(record.detectorOffsetsMm && { detectorOffsetsMm: record.detectorOffsetsMm }),
    ...(record.sourceOffsetsMm && { sourceOffsetsMm: record.sourceOffsetsMm }),
  };
}
