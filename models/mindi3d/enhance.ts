import { Tensor } from 'onnxruntime-node';
import type { JobProgress } from '../../studies/library/records.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import { coneBeamThreads } from '../../studies/projections/threads/cone-beam-threads.ts';
import type { Checkpoint, WorkerReply, WorkerRequest } from '../runtime/protocol.ts';
import { deviceLabel, type Session } from '../runtime/session.ts';
import { openSteadySession } from '../runtime/steady-session.ts';
import { readWeights, type VerifiedWeights } from '../runtime/weights.ts';
import { checkMemory } from './memory.ts';
import type { RestoredStep } from './restoration.ts';
import { restore } from './restore.ts';
import { missingFromContract } from './tiled-prediction.ts';
import { workingGrid } from './working-grid.ts';

export type EnhanceRequest = Extract<WorkerRequest, { type: 'enhance' }>;
export type EnhanceOutcome = Omit<Extract<WorkerReply, { type: 'done' }>, 'type'>;

export interface EnhanceHooks {
  onProgress(progress: JobProgress): void;
  /** The arrays are the run's own: copy or send them before resolving. */
  onCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** A picture that was to be kept; called at the end, the first step first. */
  onStep?(step: RestoredStep): Promise<void>;
  /** Looked at between tiles and between calls of the physics. */
  cancelled(): boolean;
}

/**
 * Restores a sparse-view CBCT volume (HU, i fastest) by MInDI-3D with the weights of a folder: see
 * `restore`. Blocks its thread for a tile at a time, so it belongs in a process of its own.
 *
 * Throws SparrowError (model/card-unreadable, weights-missing, hash-mismatch, weights-unreadable,
 * wrong-network, too-big, no-projections) or Cancelled.
 */
export async function enhance(
  request: EnhanceRequest,
  hooks: EnhanceHooks,
): Promise<EnhanceOutcome> {
  const began = performance.now();
  const { input: own, params, threads, measured } = request;
  const projections = measured?.projections ?? null;
  const weights = await readWeights(request.modelDir);
  const working = workingGrid(own.dims, own.spacingMm, weights.card.input.spacingMm);
  checkMemory({
    dims: own.dims,
    workingDims: working.resampled ? working.dims : own.dims,
    params,
    lineIntegrals: projections?.lineIntegrals.length ?? 0,
  });
  const network = await openNetwork(weights, params.provider, threads);
  const beam = projections === null ? null : await coneBeamThreads(threads);
  try {
    const {
      steps,
      startHu: _,
      ...restored
    } = await restore(
      { ...own, originMm: measured?.originMm ?? [0, 0, 0], projections, params },
      {
        input: weights.card.input,
        run: (inputs, outputs) => network.run(inputs, outputs),
        beam,
        onProgress: (progress) =>
          hooks.onProgress({ ...progress, device: deviceLabel(network.current) }),
        onCheckpoint: (checkpoint) => hooks.onCheckpoint(checkpoint),
        cancelled: () => hooks.cancelled(),
        resume: request.resume,
      },
    );
    for (const step of steps) await hooks.onStep?.(step);
    return {
      ...restored,
      provider: network.current.provider,
      device: deviceLabel(network.current),
      weightsSha256: weights.sha256,
      modelVersion: weights.card.version,
      seconds: (performance.now() - began) / 1000,
      sessionSeconds: network.seconds,
      warnings: [...network.warnings, ...restored.warnings],
    };
  } finally {
    await beam?.dispose();
    await network.release();
  }
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
