import { z } from 'zod';
import type { JobProgress, JobRecord } from '../../../../studies/library/records.ts';
import type { FittedBody } from '../../services/dense/dense-tasks.ts';
import { longAxisPlanes } from '../../services/dense/long-axis-masks.ts';
import { measuredPlanes } from '../../services/dense/measured-planes.ts';
import { bodyNames, meshBytes } from '../../services/dense/mesh-bytes.ts';
import { offThreadUntil } from '../../services/off-thread.ts';
import type { HeartJobTools } from '../hearts/heart-tools.ts';

const params = z.object({ denseId: z.string(), studyUid: z.string() });

/**
 * Fits implicit surfaces to the measured slices of a dense heart at end-diastole, with the long-axis
 * outlines of the study's heart where it has one, and keeps them with their distance to the dense
 * ones. Rejects with the signal's reason, or with a SparrowError.
 */
export async function fitOpinion(
  { library }: HeartJobTools,
  job: JobRecord,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const { denseId } = params.parse(job.params);
  const dense = library.dense.get(denseId);
  const phase = dense.edPhase;
  const labels = await library.volumes.readVoxels(dense.labelsVolumeId, { phase });
  signal.throwIfAborted();
  const leadPhase = dense.phases[phase]!;
  const longAxis = await longAxisPlanes(library, dense.studyUid, leadPhase);
  const planes = { slices: measuredPlanes(dense, labels), longAxis };
  const fitted: FittedBody[] = [];
  const began = performance.now();
  for (const [done, name] of bodyNames.entries()) {
    onProgress(progressOf(done, (performance.now() - began) / 1000));
    const one = await offThreadUntil(signal, 'implicit', planes, labels, dense.grid, name);
    if (one !== null) fitted.push(one);
  }
  signal.throwIfAborted();
  const meshes = meshBytes(
    Object.fromEntries(fitted.map(({ body, mesh }) => [body.name, mesh] as const)),
  );
  library.dense.keepOpinion(
    denseId,
    { phase, summary: fitted.map(({ body }) => body), meshes },
    job.id,
  );
}

/** Bodies take about the same time each. */
function progressOf(done: number, seconds: number): JobProgress {
  const all = bodyNames.length;
  return {
    // Never quite nothing: the first body is being fitted.
    fraction: (done + 0.1) / all,
    step: done + 1,
    steps: all,
    tile: 0,
    tiles: 0,
    secondsLeft: done === 0 ? null : (seconds / done) * (all - done),
    device: 'CPU',
  };
}
