import type { AssembledVolume, GreyWindow } from '../../../../studies/dicom/assemble/assembled.ts';
import type { FilledVolume } from '../../../../studies/dicom/assemble/fill.ts';
import type { FrameReference } from '../../../../studies/library/library.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import type { VoxelGrid } from '../../../../studies/volume/volume.ts';

/** The part of a volume's record that its voxels say. */
export function gridFields(grid: VoxelGrid, window: GreyWindow) {
  const { dims, spacingMm, originMm, axes } = grid.geometry;
  const [x, y, z] = axes;
  return {
    dims: [...dims],
    spacingMm: [...spacingMm],
    originMm: [...originMm],
    axes: [[...x], [...y], [...z]],
    phases: grid.phases,
    voxelType: grid.voxelType,
    rescaleSlope: grid.rescaleSlope,
    rescaleIntercept: grid.rescaleIntercept,
    unit: grid.unit,
    windowCentre: window.centre,
    windowWidth: window.width,
  } satisfies Partial<VolumeRecord>;
}

/** A volume put together from DICOM frames, as the library keeps it. */
export function assembledRecord(
  id: string,
  volume: AssembledVolume,
  filled: FilledVolume,
): VolumeRecord {
  const [seriesUid] = volume.seriesUids;
  if (seriesUid === undefined) throw new RangeError('a volume without a series');
  return {
    id,
    seriesUid,
    studyUid: volume.studyUid,
    kind: volume.kind,
    description: volume.description,
    ...gridFields(filled.grid, filled.window),
    calibrated: volume.calibrated,
    phaseTimesMs: volume.phaseTimesMs === null ? null : [...volume.phaseTimesMs],
    rrIntervalMs: volume.rrIntervalMs,
    frameOfReferenceUid: volume.frameOfReferenceUid,
    views: volume.views,
    lossy: volume.lossy,
    warnings: [...filled.warnings].map(({ code, params, message }) => ({
      code,
      params: { ...params },
      message,
    })),
    resultId: null,
    projectionsId: null,
    reconstruction: null,
  };
}

/** Where each source slice lies in the files; slices that are missing have no entry. */
export function frameReferences(volume: AssembledVolume): FrameReference[] {
  return volume.frames.flatMap((slices, phase) =>
    slices.flatMap((ref, k) =>
      ref === null ? [] : [{ phase, k, sopInstanceUid: ref.id, frame: ref.frame }],
    ),
  );
}

/** The same frames in the same places make the same volume. */
export function frameKey(frames: readonly FrameReference[]): string {
  return frames
    .map(({ phase, k, sopInstanceUid, frame }) => `${phase} ${k} ${sopInstanceUid} ${frame}`)
    .sort()
    .join('\n');
}
