import type { StudyRecord, VolumeRecord } from '../../studies/library/records.ts';

export interface StudySort {
  by: 'patient' | 'date' | 'imported';
  down: boolean;
}

/** Studies whose patient, date, description or series hold every word, and the modality if given. */
export function filterStudies(
  studies: readonly StudyRecord[],
  search: string,
  modality: string,
): StudyRecord[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return studies.filter((study) => {
    const modalities = study.series.map((series) => series.modality);
    if (modality !== '' && !modalities.includes(modality)) return false;
    const text = [
      study.patientName.replaceAll('^', ' '),
      study.patientId,
      study.date,
      study.description,
      ...modalities,
      ...study.series.map((series) => series.description),
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A sorted copy; equal keys keep the newest import first. */
export function sortStudies(studies: readonly StudyRecord[], sort: StudySort): StudyRecord[] {
  const key = (study: StudyRecord) => {
    if (sort.by === 'patient') return study.patientName.toLowerCase();
    return sort.by === 'date' ? `${study.date}${study.time}` : study.importedAt;
  };
  const sign = sort.down ? -1 : 1;
  return [...studies].sort(
    (a, b) => sign * key(a).localeCompare(key(b)) || b.importedAt.localeCompare(a.importedAt),
  );
}

/** Every volume of a study, in series order. */
export function volumesOf(study: StudyRecord): VolumeRecord[] {
  return study.series.flatMap((series) => series.volumes);
}

/** The volume that stands for a study in the list: something to look at, not a localizer. */
export function faceOf(study: StudyRecord): VolumeRecord | undefined {
  const volumes = volumesOf(study);
  const rank = (v: VolumeRecord) =>
    ['cbct', 'ct', 'cine', 'mr', 'other', 'picture'].indexOf(v.kind);
  return [...volumes].sort(
    (a, b) => rank(a) - rank(b) || b.dims[2] * b.phases - a.dims[2] * a.phases,
  )[0];
}
