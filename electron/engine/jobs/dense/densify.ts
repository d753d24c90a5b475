import { z } from 'zod';
import { createHash } from 'node:crypto';
import {
  denseSteps,
  type DenseOutcome,
  type DensePhase,
  type DenseProgress,
  type DenseRequest,
} from '../../../../models/dmcvr/messages.ts';
import type { StartWorker } from '../../../../models/runtime/protocol.ts';
import { denseParamsSchema } from '../../../../studies/library/dense-records.ts';
import type { JobProgress, JobRecord } from '../../../../studies/library/records.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { longAxisMasks } from '../../services/dense/long-axis-masks.ts';
import { heartVolumes } from '../../services/hearts/cine-volumes.ts';
import { converseDense } from '../conversation.ts';
import type { HeartJobTools } from '../hearts/heart-tools.ts';
import { heartInputHash } from '../hearts/input-hash.ts';
import { weightsHash } from '../../../../models/runtime/weights.ts';
import { denseRecords } from './dense-records.ts';
import { PhaseKeeper } from './phase-keeper.ts';

/** The model that densify jobs run, by its folder and id. */
export const denseModel = 'dmcvr';

/** What a densify job's record holds. */
export const denseJobParams = denseParamsSchema.extend({ studyUid: z.string() });

/**
 * One job from a study's stack to the saved dense heart. Finished phases are kept, so that an
 * interrupted job goes on with the next. Rejects with `Cancelled`, or with the SparrowError that the
 * job failed with; the library then holds nothing of it.
 */
export async function densify(
  tools: HeartJobTools,
  job: JobRecord,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const { library, threads } = tools;
  const { studyUid, ...params } = denseJobParams.parse(job.params);
  const study = library.studies.get(studyUid);
  const { dir, card } = await tools.models.find(denseModel);
  const corrections = library.hearts.corrections(studyUid);
  const volumes = await heartVolumes(tools, study);
  const inputSha256 = await heartInputHash(volumes, corrections);
  const owner = createHash('sha256')
    .update(JSON.stringify([weightsHash(card), inputSha256, params]))
    .digest('hex');
  const keeper = new PhaseKeeper(library.jobs, job.id, owner);
  signal.throwIfAborted();
  const request = {
    type: 'dense' as const,
    modelDir: dir,
    threads,
    volumes,
    corrections,
    params,
    longAxisMasks: await longAxisMasks(library, studyUid),
  };
  const outcome = await run(tools.startWorker, request, keeper, onProgress, signal);
  signal.throwIfAborted();
  const phases = await keeper.finished();
  if (phases.length !== outcome.phases.length) throw new SparrowError('engine/internal');
  await library.dense.save(
    denseRecords({
      jobId: job.id,
      study,
      card,
      inputSha256,
      outcome,
      phases,
      source: library.volumes.get(outcome.leadVolumeId),
    }),
  );
}

/** A process that dies after phases that were kept is started once more, from the next one. */
async function run(
  startWorker: StartWorker,
  request: Omit<DenseRequest, 'done'>,
  keeper: PhaseKeeper,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<DenseOutcome> {
  const attempt = async () => {
    const listeners = {
      onProgress: (progress: DenseProgress) => onProgress(jobProgress(progress)),
      onPhase: (phase: DensePhase) => keeper.keep(phase),
    };
    const asked = { ...request, done: await keeper.finished() };
    return (await converseDense(startWorker('inference'), asked, listeners, signal)).outcome;
  };
  try {
    return await attempt();
  } catch (error) {
    const died = error instanceof SparrowError && error.code === 'model/process-ended';
    if (!died || !keeper.hasKept) throw error;
    return await attempt();
  } finally {
    await keeper.settled();
  }
}

function jobProgress(progress: DenseProgress): JobProgress {
  const { fraction, step, phase, phases, secondsLeft, device } = progress;
  return {
    fraction,
    step: denseSteps.indexOf(step) + 1,
    steps: denseSteps.length,
    tile: phase,
    tiles: phases,
    secondsLeft,
    device,
    phase: step,
  };
}
