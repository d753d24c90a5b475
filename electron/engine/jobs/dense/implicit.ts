import { z } from 'zod';
import type { JobProgress, JobRecord } from '../../../../studies/library/records.ts';
import { offThread } from '../../services/off-thread.ts';
import { measuredPlanes } from '../../services/dense/measured-planes.ts';
import type { HeartJobTools } from '../hearts/heart-tools.ts';

const params = z.object({ denseId: z.string(), studyUid: z.string() });

/**
 * Fits implicit surfaces to the measured slices of a dense heart at end-diastole and keeps them with
 * their distance to the dense ones. Rejects with the signal's reason, or with a SparrowError.
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
  onProgress({
    fraction: 0.05,
    step: 1,
    steps: 1,
    tile: 0,
    tiles: 0,
    secondsLeft: null,
    device: 'CPU',
  });
  const found = await offThread('implicit', measuredPlanes(dense, labels), labels, dense.grid);
  signal.throwIfAborted();
  library.dense.keepOpinion(
    denseId,
    { phase, summary: found.bodies, meshes: found.meshes },
    job.id,
  );
}
