import type { HeartVolume } from '../../../../models/whole-heart/messages.ts';
import type { Library } from '../../../../studies/library/library.ts';
import type { StudyRecord, VolumeRecord } from '../../../../studies/library/records.ts';
import type { VolumesService } from '../services.ts';

/** Acquired cines of a study; colour pictures and volumes that a later import replaced are none. */
export function cinesOf(study: StudyRecord): VolumeRecord[] {
  return study.series
    .flatMap(({ volumes }) => volumes)
    .filter(
      ({ kind, resultId, voxelType, warnings }) =>
        kind === 'cine' &&
        resultId === null &&
        voxelType !== 'rgb8' &&
        !warnings.some(({ code }) => code === 'library/superseded'),
    );
}

/** They as the whole-heart model takes them, with nothing that a technologist typed. */
export async function heartVolumes(
  { library, volumes }: { library: Library; volumes: VolumesService },
  study: StudyRecord,
): Promise<HeartVolume[]> {
  const { patientId, patientName, patientBirthDate, patientSex } = study;
  const patientKey = JSON.stringify([patientId, patientName, patientBirthDate, patientSex]);
  const seriesNumbers = new Map(study.series.map(({ uid, number }) => [uid, number]));
  const heartVolumes: HeartVolume[] = [];
  for (const { id } of cinesOf(study)) {
    const { voxels } = await volumes.grid(id);
    const record = library.volumes.get(id);
    heartVolumes.push({
      volumeId: id,
      studyUid: study.uid,
      patientKey,
      dims: record.dims,
      spacingMm: record.spacingMm,
      originMm: record.originMm,
      axes: record.axes,
      phases: record.phases,
      phaseTimesMs: record.phaseTimesMs,
      rrIntervalMs: record.rrIntervalMs,
      thicknessMm: null,
      frameOfReferenceUid: record.frameOfReferenceUid,
      seriesNumber: seriesNumbers.get(record.seriesUid) ?? null,
      calibrated: record.calibrated,
      voxels,
      rescaleSlope: record.rescaleSlope,
      rescaleIntercept: record.rescaleIntercept,
    });
  }
  return heartVolumes;
}
