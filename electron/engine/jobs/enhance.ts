import type { Library } from '../../../studies/library/library.ts';
import {
  enhanceParamsSchema,
  type EnhanceParams,
  type JobProgress,
  type JobRecord,
  type VolumeRecord,
} from '../../../studies/library/records.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { checkMemory } from '../../../models/mindi3d/memory.ts';
import { startOf } from '../../../models/mindi3d/start-of.ts';
import { bodyWarnings } from '../../../models/mindi3d/scope-body.ts';
import { scanWarnings } from '../../../models/mindi3d/scope-scan.ts';
import { scopeWarnings } from '../../../models/mindi3d/scope.ts';
import { workingGrid } from '../../../models/mindi3d/working-grid.ts';
import type { Checkpoint, StartWorker } from '../../../models/runtime/protocol.ts';
import type { Models } from '../services/models.ts';
import type { VolumesService } from '../services/services.ts';
import { CheckpointKeeper } from './checkpoint-keeper.ts';
import { converse, type EnhanceDone, type EnhanceRequest } from './conversation.ts';
import { enhanceModel } from './enhance-model.ts';
import { huInput } from './hu-input.ts';
import { measuredViews, readMeasured, type MeasuredViews } from './measured-views.ts';
import { resultRecords } from './result-records.ts';

export interface EnhanceTools {
  library: Library;
  volumes: VolumesService;
  models: Models;
  startWorker: StartWorker;
  threads: number;
}

const restorableKinds: readonly VolumeRecord['kind'][] = ['ct', 'cbct', 'other'];

/**
 * Refuses what the model cannot take before anything is queued: `model/not-hu`, `model/too-big`,
 * `model/no-projections`, `model/no-projections-start`.
 */
export async function checkEnhance(
  { library, models }: Pick<EnhanceTools, 'library' | 'models'>,
  volume: VolumeRecord,
  params: EnhanceParams,
): Promise<void> {
  if (volume.unit !== 'HU' || volume.phases > 1 || !restorableKinds.includes(volume.kind)) {
    throw new SparrowError('model/not-hu', { kind: volume.kind });
  }
  const { card } = await models.find(enhanceModel);
  const { dims } = volume;
  const measured = measuredViews(library, volume);
  const views = measured?.geometry.anglesDeg.length ?? null;
  startOf(params.start, card.input, params.refine, views);
  const working = workingGrid(dims, volume.spacingMm, card.input.spacingMm);
  checkMemory({
    dims,
    workingDims: working.resampled ? working.dims : dims,
    params,
    lineIntegrals: measured === null ? 0 : lineIntegralsOf(measured),
  });
}

function lineIntegralsOf({ geometry }: MeasuredViews): number {
  return geometry.anglesDeg.length * geometry.detectorColumns * geometry.detectorRows;
}

/**
 * One job from the volume to the saved result. Rejects with `Cancelled`, or with the SparrowError
 * that the job failed with; the library then holds nothing of it but the last checkpoint.
 */
export async function enhance(
  tools: EnhanceTools,
  job: JobRecord,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const { library, models } = tools;
  const source = library.volumes.get(job.sourceVolumeId ?? '');
  const params = enhanceParamsSchema.parse(job.params);
  await checkEnhance(tools, source, params);
  const model = await models.find(enhanceModel);
  const input = await huInput(await tools.volumes.grid(source.id, 0));
  const measured = measuredViews(library, source);
  const projections = measured && (await readMeasured(library, measured));
  const warnings = [
    ...scopeWarnings(source, input.census, model.card.input),
    ...bodyWarnings(source, input.hu, { truncation: projections === null }),
    ...(projections === null ? [] : scanWarnings(projections, model.card.input)),
  ];
  const keeper = new CheckpointKeeper(library.jobs, job.id, {
    weightsSha256: model.weightsSha256,
    inputSha256: input.sha256,
  });
  const request = {
    type: 'enhance' as const,
    modelDir: model.dir,
    params,
    threads: tools.threads,
    input: { dims: source.dims, spacingMm: source.spacingMm, hu: input.hu },
    ...(projections && { measured: { projections, originMm: source.originMm } }),
  };
  const done = await run(tools.startWorker, request, keeper, onProgress, signal);
  signal.throwIfAborted();
  await library.results.save(
    await resultRecords({
      jobId: job.id,
      source,
      params,
      card: model.card,
      inputSha256: input.sha256,
      done,
      measured,
      warnings,
    }),
  );
}

/** A process that dies after steps that were kept is started once more, from the last of them. */
async function run(
  startWorker: StartWorker,
  request: Omit<EnhanceRequest, 'resume'>,
  keeper: CheckpointKeeper,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<EnhanceDone> {
  const attempt = (resume: Checkpoint | null) =>
    converse(
      startWorker('inference'),
      { ...request, resume },
      { onProgress, onCheckpoint: (checkpoint) => keeper.keep(checkpoint) },
      signal,
    );
  try {
    // Kept pictures of the steps before a checkpoint would be missing: such a run begins anew.
    return await attempt(request.params.keepSteps ? null : await keeper.last());
  } catch (error) {
    const died = error instanceof SparrowError && error.code === 'model/process-ended';
    if (!died || !keeper.hasKept) throw error;
    return await attempt(await keeper.last());
  } finally {
    await keeper.settled();
  }
}
