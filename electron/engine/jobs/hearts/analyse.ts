import { z } from 'zod';
import { heartSteps, type HeartProgress } from '../../../../models/whole-heart/messages.ts';
import { heartParamsSchema } from '../../../../studies/library/heart-records.ts';
import type { JobProgress, JobRecord } from '../../../../studies/library/records.ts';
import { heartVolumes } from '../../services/hearts/cine-volumes.ts';
import { converseHeart } from '../conversation.ts';
import { heartRecords } from './heart-records.ts';
import { heartModel, type HeartJobTools } from './heart-tools.ts';
import { heartInputHash } from './input-hash.ts';

/** What a heart job's record holds. */
export const heartJobParams = heartParamsSchema.extend({ studyUid: z.string() });

/**
 * One job from a study's cines to the saved heart. Rejects with `Cancelled`, or with the SparrowError
 * that the job failed with; the library then holds nothing of it.
 */
export async function analyseHeart(
  tools: HeartJobTools,
  job: JobRecord,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const { library, startWorker, threads } = tools;
  const { studyUid, provider } = heartJobParams.parse(job.params);
  const study = library.studies.get(studyUid);
  const { dir, card } = await tools.models.find(heartModel);
  const corrections = library.hearts.corrections(studyUid);
  const volumes = await heartVolumes(tools, study);
  const inputSha256 = await heartInputHash(volumes, corrections);
  signal.throwIfAborted();
  const { outcome } = await converseHeart(
    startWorker('inference'),
    { type: 'heart', modelDir: dir, provider, threads, volumes, corrections },
    (progress) => onProgress(jobProgress(progress)),
    signal,
  );
  signal.throwIfAborted();
  await library.hearts.save(
    heartRecords({
      jobId: job.id,
      study,
      card,
      inputSha256,
      outcome,
      volumeOf: (id) => library.volumes.get(id),
    }),
  );
}

function jobProgress({ fraction, step, secondsLeft, device }: HeartProgress): JobProgress {
  return {
    fraction,
    step: heartSteps.indexOf(step) + 1,
    steps: heartSteps.length,
    tile: 0,
    tiles: 0,
    secondsLeft,
    device,
    phase: step,
  };
}
