import { randomUUID } from 'node:crypto';
import type { DenseOutcome, DensePhase } from '../../../../models/dmcvr/messages.ts';
import type { DenseCard } from '../../../../models/runtime/card.ts';
import type { DenseResult } from '../../../../studies/library/dense-records.ts';
import { denseClasses } from '../../../../studies/library/dense-records.ts';
import type { NewDense } from '../../../../studies/library/dense-store.ts';
import type { StudyRecord, VolumeRecord } from '../../../../studies/library/records.ts';
import { badge } from '../../../../studies/messages/en/badge.ts';
import { derivedVolume } from '../derived-volumes.ts';

export interface FinishedDense {
  jobId: string;
  study: StudyRecord;
  card: DenseCard;
  inputSha256: string;
  outcome: DenseOutcome;
  phases: readonly DensePhase[];
  /** The cine that numbers the phases. */
  source: VolumeRecord;
}

/** A finished run as the library keeps it: who made it, of whom, from what, pictures and labels. */
export function denseRecords(run: FinishedDense): NewDense {
  const { card, outcome, phases, source } = run;
  const { leadVolumeId: _, device: __, sessionSeconds: ___, peakBytes: ____, ...told } = outcome;
  const id = randomUUID();
  const name = badge.name(card.id, card.title);
  const made = outcome.planes.filter(({ kind }) => kind !== 'measured').length;
  const { dims, spacingMm, originMm, u, v, n } = outcome.grid;
  const common = {
    dims,
    spacingMm,
    originMm,
    axes: [u, v, n] as VolumeRecord['axes'],
    phases: outcome.phases.length,
    phaseTimesMs: source.phaseTimesMs && outcome.phases.map((p) => source.phaseTimesMs![p]!),
    rrIntervalMs: source.rrIntervalMs,
    voxelType: 'uint8' as const,
    unit: 'none' as const,
    resultId: id,
  };
  const picture: VolumeRecord = {
    ...derivedVolume(source, badge.description(name, source.description)),
    ...common,
    kind: outcome.phases.length > 1 ? 'cine' : 'other',
    windowCentre: 128,
    windowWidth: 256,
  };
  const labels: VolumeRecord = {
    ...derivedVolume(source, badge.labelsDescription(picture.description)),
    ...common,
    kind: 'other',
    windowCentre: (denseClasses.length - 1) / 2,
    windowWidth: denseClasses.length,
  };
  const result: DenseResult = {
    ...told,
    id,
    studyUid: run.study.uid,
    volumeId: picture.id,
    labelsVolumeId: labels.id,
    model: card.id,
    inputSha256: run.inputSha256,
    created: new Date().toISOString(),
    badge: badge.dense(name, outcome.modelVersion, badge.denseWay(outcome.method), made),
  };
  const joined = (of: (phase: DensePhase) => Uint8Array) => {
    const size = dims[0] * dims[1] * dims[2];
    const all = new Uint8Array(size * outcome.phases.length);
    for (const phase of phases) all.set(of(phase), phase.index * size);
    return all;
  };
  return {
    result,
    volumes: [
      { volume: picture, voxels: joined((phase) => phase.picture) },
      { volume: labels, voxels: joined((phase) => phase.labels) },
    ],
    jobId: run.jobId,
  };
}
