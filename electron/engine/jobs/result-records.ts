import { randomUUID } from 'node:crypto';
import type { NewResult } from '../../../studies/library/library.ts';
import type {
  EnhanceParams,
  Evidence,
  ResultRecord,
  StepRecord,
  VolumeRecord,
} from '../../../studies/library/records.ts';
import { badge } from '../../../studies/messages/en/badge.ts';
import type { Warning } from '../../../studies/messages/sparrow-error.ts';
import type { RestorationCard } from '../../../models/runtime/card.ts';
import type { EnhanceDone } from './conversation.ts';
import {
  derivedVolume,
  inPieces,
  mapVolume,
  residualVolume,
  type Derived,
} from './derived-volumes.ts';
import type { MeasuredViews } from './measured-views.ts';
import { sha256Hex } from './sliced-hash.ts';

export interface FinishedRun {
  jobId: string;
  source: VolumeRecord;
  params: EnhanceParams;
  card: RestorationCard;
  inputSha256: string;
  done: EnhanceDone;
  /** The views that the evidence compares with; null when they are not at hand. */
  measured: MeasuredViews | null;
  /** Found before the run; those of the run itself are in `done`. */
  warnings: readonly Warning[];
}

/** A finished run as the library keeps it: who made it, from what, with what, and the voxels. */
export async function resultRecords(run: FinishedRun): Promise<NewResult> {
  const { source, params, card, done } = run;
  const { steps, samples, seed, refine } = params;
  const name = badge.name(card.id, card.title);
  const warnings = [...run.warnings, ...done.warnings];
  const volume = derivedVolume(source, badge.description(name, source.description));
  const spread =
    done.spreadHu &&
    mapVolume(source, badge.spreadDescription(name, source.description), done.spreadHu, {
      centre: 50,
      width: 100,
    });
  const evidence = evidenceRecord(run, name);
  const stepped = steppedRecords(run, name, volume);
  const result: ResultRecord = {
    id: randomUUID(),
    model: card.id,
    modelVersion: done.modelVersion,
    weightsSha256: done.weightsSha256,
    source: source.id,
    inputSha256: run.inputSha256,
    volume: volume.id,
    ...(spread ? { spreadVolume: spread.volume.id } : {}),
    outputSha256: await sha256Hex(done.hu),
    steps,
    samples,
    seed,
    provider: done.provider,
    seconds: done.seconds,
    badge: badge.text({
      name,
      version: done.modelVersion,
      steps,
      samples,
      seed,
      views: source.views,
      start: done.start,
      refine,
      residualPercent: done.evidence?.residualPercent ?? null,
      inputResidualPercent: done.evidence?.inputResidualPercent ?? null,
    }),
    warnings,
    created: new Date().toISOString(),
    start: done.start,
    refine,
    evidence: evidence.record,
    steppedVolumes: stepped.records,
  };
  volume.warnings = warnings;
  const kept = [...evidence.volumes, ...stepped.volumes];
  for (const made of [volume, spread?.volume, ...kept.map((one) => one.volume)]) {
    if (made) made.resultId = result.id;
  }
  return {
    result,
    volume,
    voxels: inPieces(done.hu),
    spread: spread ?? undefined,
    kept,
    jobId: run.jobId,
  };
}

/** A departure map is read around zero. */
const departureWindow = { centre: 0, width: 100 };

function evidenceRecord(
  { source, measured, done }: FinishedRun,
  name: string,
): { record: Evidence | null; volumes: Derived[] } {
  if (done.evidence === null || measured === null) return { record: null, volumes: [] };
  const { departure, residual, perViewPercent, ...figures } = done.evidence;
  const { record, usedViews } = measured;
  const map = mapVolume(
    source,
    badge.departureDescription(name, source.description),
    departure,
    departureWindow,
  );
  const images = residualVolume(
    source,
    badge.residualDescription(name, source.description),
    residual,
    record,
  );
  return {
    record: {
      ...figures,
      projectionsId: record.id,
      perViewPercent: [...perViewPercent],
      departureVolume: map.volume.id,
      residualVolume: images.volume.id,
      ...(usedViews === null ? {} : { usedViews: [...usedViews] }),
    },
    volumes: [map, images],
  };
}

/** The last picture of a run with one sample and no refinement is the result itself. */
function steppedRecords(
  { source, params, done }: FinishedRun,
  name: string,
  result: VolumeRecord,
): { records: StepRecord[]; volumes: Derived[] } {
  const volumes: Derived[] = [];
  const records = done.steps.map(({ step, steps, hu, sharpness, residualPercent }) => {
    const isResult = step === steps && params.samples === 1 && params.refine === 0;
    const description = badge.stepDescription(name, source.description, step, steps);
    const volume = isResult ? result : derivedVolume(source, description);
    if (!isResult) volumes.push({ volume, voxels: inPieces(hu) });
    return { step, steps, volume: volume.id, sharpness, residualPercent };
  });
  return { records, volumes };
}
