import { randomUUID } from 'node:crypto';
import type { NewResult } from '../../../studies/library/library.ts';
import type {
  EnhanceParams,
  ResultRecord,
  VolumeRecord,
} from '../../../studies/library/records.ts';
import { newUid } from '../../../studies/dicom/write/uid.ts';
import { badge } from '../../../studies/messages/en/badge.ts';
import type { Warning } from '../../../studies/messages/sparrow-error.ts';
import type { ModelCard } from '../../../models/runtime/card.ts';
import type { EnhanceDone } from './conversation.ts';
import { breathe } from './pace.ts';
import { sha256Hex } from './sliced-hash.ts';

export interface FinishedRun {
  jobId: string;
  source: VolumeRecord;
  params: EnhanceParams;
  card: ModelCard;
  inputSha256: string;
  done: EnhanceDone;
  /** Found before the run; those of the run itself are in `done`. */
  warnings: readonly Warning[];
}

/** A finished run as the library keeps it: who made it, from what, with what, and the voxels. */
export async function resultRecords(run: FinishedRun): Promise<NewResult> {
  const { source, params, card, done } = run;
  const { steps, samples, seed } = params;
  const name = badge.name(card.id, card.title);
  const warnings = [...run.warnings, ...done.warnings];
  const volume = derivedVolume(run.source, badge.description(name, source.description));
  const spread = done.spreadHu && {
    volume: {
      ...derivedVolume(source, badge.spreadDescription(name, source.description)),
      kind: 'other' as const,
      voxelType: 'float32' as const,
      windowCentre: 50,
      windowWidth: 100,
    },
    voxels: inPieces(done.spreadHu),
  };
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
    }),
    warnings,
    created: new Date().toISOString(),
  };
  volume.resultId = result.id;
  volume.warnings = warnings;
  if (spread) spread.volume.resultId = result.id;
  return {
    result,
    volume,
    voxels: inPieces(done.hu),
    spread: spread ?? undefined,
    jobId: run.jobId,
  };
}

/** A new series in the same study and the same frame of reference: nothing replaces the original. */
function derivedVolume(source: VolumeRecord, description: string): VolumeRecord {
  return {
    ...source,
    id: randomUUID(),
    seriesUid: newUid(),
    description,
    phases: 1,
    phaseTimesMs: null,
    rrIntervalMs: null,
    voxelType: 'int16',
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
    warnings: [],
  };
}

const pieceBytes = 1024 * 1024;

/** Voxels piece by piece, so that nobody holds the engine for the whole volume. */
async function* inPieces(view: Int16Array | Float32Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < view.byteLength; at += pieceBytes) {
    const bytes = Math.min(pieceBytes, view.byteLength - at);
    yield new Uint8Array(view.buffer, view.byteOffset + at, bytes);
    await breathe();
  }
}
