import { randomUUID } from 'node:crypto';
import type { HeartCard } from '../../../../models/runtime/card.ts';
import type { HeartLabelMap, HeartOutcome } from '../../../../models/whole-heart/messages.ts';
import { packHeartInput } from '../../../../models/whole-heart/stored-input.ts';
import type { HeartResult } from '../../../../studies/library/heart-records.ts';
import type { NewHeart } from '../../../../studies/library/heart-store.ts';
import type { StudyRecord, VolumeRecord } from '../../../../studies/library/records.ts';
import { heartClasses } from '../../../../studies/library/heart-records.ts';
import { badge } from '../../../../studies/messages/en/badge.ts';
import { derivedVolume } from '../derived-volumes.ts';

export interface FinishedHeart {
  jobId: string;
  study: StudyRecord;
  card: HeartCard;
  inputSha256: string;
  outcome: HeartOutcome;
  volumeOf: (id: string) => VolumeRecord;
}

/** A finished run as the library keeps it: who made it, of whom, from what, and the label maps. */
export function heartRecords(run: FinishedHeart): NewHeart {
  const { study, card, outcome } = run;
  const id = randomUUID();
  const labels = outcome.labels.map((map) => ({
    volume: labelsVolume(run.volumeOf(map.sourceVolumeId), map, id),
    voxels: map.labels,
  }));
  const planesUsed = outcome.planes.filter(({ used }) => used).length;
  const result: HeartResult = {
    id,
    studyUid: study.uid,
    model: card.id,
    modelVersion: outcome.modelVersion,
    weightsSha256: outcome.weightsSha256,
    inputSha256: run.inputSha256,
    preprocessing: outcome.preprocessing,
    provider: outcome.provider,
    seconds: outcome.seconds,
    created: new Date().toISOString(),
    badge: badge.heart(badge.name(card.id, card.title), outcome.modelVersion, planesUsed),
    planes: outcome.planes,
    frame: outcome.frame,
    leadVolumeId: outcome.leadVolumeId,
    phases: outcome.phases,
    rrIntervalMs: outcome.rrIntervalMs,
    heartRate: outcome.heartRate,
    edPhase: outcome.edPhase,
    esPhase: outcome.esPhase,
    measures: outcome.measures,
    measuresBy: outcome.measuresBy,
    ...(outcome.measuresBy === 'edited' ? {} : { modelBy: outcome.measuresBy }),
    head: outcome.head,
    headCurveMl: outcome.headCurveMl,
    masks: outcome.masks,
    edited: null,
    labels: outcome.labels.map(({ sourceVolumeId }, n) => ({
      sourceVolumeId,
      labelsVolumeId: labels[n]!.volume.id,
    })),
    flags: outcome.flags,
    warnings: outcome.warnings,
    embedding: outcome.embedding,
    withoutPlane: outcome.withoutPlane,
    // Height and weight may be told later: who reads the record fills it in.
    bodySurfaceM2: null,
    patientSex: study.patientSex,
    patientAgeYears: ageYears(study),
  };
  return { result, labels, input: packHeartInput(outcome.input), jobId: run.jobId };
}

/** Classes on the grid and phases of the cine they were drawn on. */
function labelsVolume(source: VolumeRecord, map: HeartLabelMap, heartId: string): VolumeRecord {
  return {
    ...derivedVolume(source, badge.labelsDescription(source.description)),
    kind: 'other',
    phases: map.phases,
    phaseTimesMs: source.phaseTimesMs,
    rrIntervalMs: source.rrIntervalMs,
    voxelType: 'uint8',
    unit: 'none',
    windowCentre: (heartClasses.length - 1) / 2,
    windowWidth: heartClasses.length,
    resultId: heartId,
  };
}

/** Whole years at the study; null where a date is missing or makes no sense. */
export function ageYears(study: Pick<StudyRecord, 'patientBirthDate' | 'date'>): number | null {
  const [born, at] = [study.patientBirthDate, study.date].map((text) => {
    const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text) ?? [];
    return year === undefined ? null : { year: Number(year), day: Number(`${month}${day}`) };
  });
  if (!born || !at) return null;
  const years = at.year - born.year - (at.day < born.day ? 1 : 0);
  return years >= 0 && years < 130 ? years : null;
}
