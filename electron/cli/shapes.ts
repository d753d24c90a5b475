import type {
  Evidence,
  ProjectionsRecord,
  ResultRecord,
  StudyRecord,
  VolumeRecord,
} from '../../studies/library/records.ts';

/** Volumes and studies as the command line's documents name them. */

export function volumeShape(volume: VolumeRecord) {
  return {
    id: volume.id,
    kind: volume.kind,
    dims: volume.dims,
    spacing: volume.spacingMm,
    phases: volume.phases,
    warnings: volume.warnings.map(({ message }) => message),
  };
}

export function projectionsShape(projections: ProjectionsRecord) {
  const { id, origin, description, views, columns, rows, warnings } = projections;
  return {
    id,
    origin,
    description,
    views,
    columns,
    rows,
    warnings: warnings.map(({ message }) => message),
  };
}

export function studyShape(study: StudyRecord) {
  return {
    uid: study.uid,
    description: study.description,
    date: study.date,
    sample: study.sample,
    series: study.series.map(({ uid, modality, description, volumes }) => ({
      uid,
      modality,
      description,
      volumes: volumes.map(volumeShape),
    })),
    projections: study.projections.map(projectionsShape),
  };
}

export function resultShape({ id, model, source, created, volume }: ResultRecord) {
  return { id, model, source, created, volume };
}

/** The figures of a result's evidence, and the volume that shows where. */
export function evidenceShape(evidence: Evidence) {
  const { residualPercent, inputResidualPercent, departurePercent, departureVolume } = evidence;
  return { residualPercent, inputResidualPercent, departurePercent, departureVolume };
}

/** Lines for people: a study, its series, its volumes by id. */
export function studyLines(study: StudyRecord): string[] {
  return [
    `${study.date} ${study.patientName} ${study.description}  ${study.uid}`,
    ...study.series.flatMap((series) =>
      series.volumes.map(
        (volume) =>
          `  ${volume.id}  ${series.modality} ${volume.kind} ${volume.dims.join('x')}` +
          `${volume.phases > 1 ? `x${volume.phases}` : ''}  ${series.description}`,
      ),
    ),
    ...study.projections.map(
      ({ id, origin, views, columns, rows, description }) =>
        `  ${id}  ${origin} ${views}x${columns}x${rows}  ${description}`,
    ),
  ];
}
