import { setImmediate as turn } from 'node:timers/promises';
import { Tensor } from 'onnxruntime-node';
import type { JobProgress } from '../../studies/library/records.ts';
import { SparrowError, warning } from '../../studies/messages/sparrow-error.ts';
import { Cancelled } from '../runtime/cancellation.ts';
import type { Checkpoint, WorkerReply, WorkerRequest } from '../runtime/protocol.ts';
import { deviceLabel, type Session } from '../runtime/session.ts';
import { openSteadySession } from '../runtime/steady-session.ts';
import { planTiles } from '../runtime/tiles.ts';
import { TimeLeft } from '../runtime/time-left.ts';
import { readWeights, type VerifiedWeights } from '../runtime/weights.ts';
import { checkMemory } from './memory.ts';
import { outputHu } from './output.ts';
import { resample } from './resample.ts';
import { runSamples, stepsBehind } from './samples.ts';
import { scaleTable } from './scaling.ts';
import { missingFromContract, tiledPrediction } from './tiled-prediction.ts';
import { workingGrid, type Spacing, type WorkingGrid } from './working-grid.ts';

export type EnhanceRequest = Extract<WorkerRequest, { type: 'enhance' }>;
export type EnhanceOutcome = Omit<Extract<WorkerReply, { type: 'done' }>, 'type'>;

export interface EnhanceHooks {
  onProgress(progress: JobProgress): void;
  /** The arrays are the run's own: copy or send them before resolving. */
  onCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** Looked at between tiles. */
  cancelled(): boolean;
}

/**
 * Restores a sparse-view CBCT volume (HU, i fastest) by MInDI-3D: scale, draw, K steps of tiled
 * predictions, back to HU. Blocks its thread for a tile at a time, so it belongs in a process of its own.
 *
 * Throws SparrowError (model/card-unreadable, weights-missing, hash-mismatch, weights-unreadable,
 * wrong-network, too-big) or Cancelled.
 */
export async function enhance(
  request: EnhanceRequest,
  hooks: EnhanceHooks,
): Promise<EnhanceOutcome> {
  const began = performance.now();
  const { input: own, params, threads } = request;
  const weights = await readWeights(request.modelDir);
  const { eps, spacingMm, tile, overlap, huMin, huMax } = weights.card.input;
  const working = workingGrid(own.dims, own.spacingMm, spacingMm);
  checkMemory({ dims: own.dims, workingDims: working.dims, samples: params.samples });
  const network = await openNetwork(weights, params.provider, threads);

  const hu = working.resampled
    ? Int16Array.from(resample(own.hu, own, working), Math.round)
    : own.hu;
  const table = scaleTable({ huMin, huMax });
  const plan = planTiles(working.dims, { tile: Math.min(...tile), overlap });
  const { passes, predict } = tiledPrediction(plan, hu, table, async (inputs, x0) => {
    // A turn of the event loop lets a cancel message in.
    await turn();
    if (hooks.cancelled()) throw new Cancelled();
    await network.run(inputs, { x0 });
    clock.tick();
    hooks.onProgress(progress());
  });

  const onCheckpoint = (checkpoint: Checkpoint) => hooks.onCheckpoint(checkpoint);
  const run = { hu, table, eps, ...params, predict, onCheckpoint };
  const steps = params.steps * params.samples;
  const passesBefore = stepsBehind(request.resume, run) * passes;
  const clock = new TimeLeft(steps * passes, passesBefore);
  const progress = (): JobProgress => ({
    fraction: clock.fraction,
    step: Math.min(steps, Math.ceil(clock.done / Math.max(1, passes))),
    steps,
    tile: passes === 0 ? 0 : ((clock.done - 1) % passes) + 1,
    tiles: passes,
    secondsLeft: clock.secondsLeft,
    device: deviceLabel(network.current),
  });

  const outcome = await runSamples({ ...run, resume: request.resume });
  const output = outputHu({
    hu: own.hu,
    own,
    workingHu: hu,
    working,
    outcome,
    table,
    scale: { huMin, huMax },
  });
  await network.release();
  return {
    ...output,
    provider: network.current.provider,
    device: deviceLabel(network.current),
    weightsSha256: weights.sha256,
    modelVersion: weights.card.version,
    seconds: (performance.now() - began) / 1000,
    sessionSeconds: network.seconds,
    warnings: [...network.warnings, ...resamplingWarning(own.spacingMm, working)],
  };
}

async function openNetwork(
  { bytes, file }: VerifiedWeights,
  provider: EnhanceRequest['params']['provider'],
  threads: number,
) {
  const network = await openSteadySession(bytes, provider, threads, selfTest).catch(
    (cause: unknown) => {
      throw new SparrowError('model/weights-unreadable', { file }, { cause });
    },
  );
  const missing = missingFromContract(network.current);
  if (missing !== null) throw new SparrowError('model/wrong-network', { file, missing });
  return network;
}

/** A small textured block at t = 1/2, the same on every device. */
async function selfTest(session: Session): Promise<Float32Array> {
  const edge = 32;
  const voxels = edge ** 3;
  const texture = Float32Array.from({ length: 2 * voxels }, (_, i) => 0.5 * Math.sin(0.37 * i));
  const x0 = new Float32Array(voxels);
  await session.run(
    {
      y_xt: new Tensor('float32', texture, [1, 2, edge, edge, edge]),
      t: new Tensor('float32', Float32Array.of(0.5), [1]),
    },
    { x0: new Tensor('float32', x0, [1, 1, edge, edge, edge]) },
  );
  return x0;
}

function resamplingWarning(from: Spacing, { resampled, spacingMm }: WorkingGrid) {
  if (!resampled) return [];
  const text = from.map((s) => s.toFixed(2)).join(' x ');
  return [warning('model/resampled', { from: text, to: spacingMm[0].toFixed(2) })];
}
