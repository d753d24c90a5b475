import type { HeartMeasures, HeartResult } from '../../studies/library/heart-records.ts';
import { cliText } from '../../studies/messages/en/cli.ts';

/** What `heart` prints. */
export function heartShape(heart: HeartResult) {
  return {
    result: heart.id,
    study: heart.studyUid,
    model: heart.model,
    modelVersion: heart.modelVersion,
    weightsSha256: heart.weightsSha256,
    inputSha256: heart.inputSha256,
    provider: heart.provider,
    seconds: heart.seconds,
    measures: heart.measures,
    measuresBy: heart.measuresBy,
    head: heart.head,
    masks: {
      measures: heart.masks.measures,
      lvCurveMl: heart.masks.lvCurveMl,
      rvCurveMl: heart.masks.rvCurveMl,
      papillaryMl: heart.masks.papillaryMl,
      slicesUsed: heart.masks.slicesUsed.length,
      labels: heart.labels,
    },
    phases: heart.phases,
    edPhase: heart.edPhase,
    esPhase: heart.esPhase,
    heartRate: heart.heartRate,
    planes: heart.planes.map(({ id, view, viewBy, used, order, slot, reason }) => ({
      id,
      view,
      viewBy,
      used,
      order,
      slot,
      reason,
    })),
    withoutPlane: heart.withoutPlane,
    flags: heart.flags,
    warnings: heart.warnings.map(({ message }) => message),
  };
}

/** A heart among the results that `list` prints; its volume is the label map on the lead volume. */
export function heartResultShape({ id, model, leadVolumeId, created, labels }: HeartResult) {
  const lead = labels.find(({ sourceVolumeId }) => sourceVolumeId === leadVolumeId);
  return { id, model, source: leadVolumeId, created, volume: lead?.labelsVolumeId ?? null };
}

export function heartLines(heart: HeartResult): string[] {
  return [
    heart.badge,
    `  ${heart.id}`,
    ...measureLines(heart.measures),
    ...heart.flags.map(({ message }) => message),
    ...heart.warnings.map(({ message }) => message),
  ];
}

function measureLines(measures: HeartMeasures): string[] {
  return cliText.heartRows.flatMap(([name, label, unit]) => {
    const measure = measures[name];
    return measure === undefined ? [] : [cliText.measure(label, measure, unit)];
  });
}
