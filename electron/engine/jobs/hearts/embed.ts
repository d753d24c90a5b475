import type { JobProgress } from '../../../../studies/library/records.ts';
import type { JobRecord } from '../../../../studies/library/records.ts';
import { Cancelled } from '../../../../models/runtime/cancellation.ts';
import { unpackHeartInput } from '../../../../models/whole-heart/stored-input.ts';
import { logFailure } from '../../log.ts';
import { asSparrowError } from '../../routes/errors.ts';
import { converseHeart } from '../conversation.ts';
import { heartModel, type HeartJobTools } from './heart-tools.ts';

/**
 * Vectors of hearts that other weights embedded, made anew from the kept input, one after the other.
 * Ends early when `isWanted` says that something else waits; `left` is then more than 0. Rejects with
 * the first failure when a heart could not be embedded, after trying them all.
 */
export async function embedHearts(
  tools: HeartJobTools,
  job: JobRecord,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
  isWanted: () => boolean,
): Promise<{ left: number }> {
  const { library, startWorker, threads } = tools;
  const { dir, weightsSha256 } = await tools.models.find(heartModel);
  const stale = library.hearts.embeddedByOthers(weightsSha256);
  const failures: unknown[] = [];
  for (const [done, id] of stale.entries()) {
    onProgress(progressAt(done / stale.length));
    if (isWanted()) return { left: stale.length - done };
    try {
      const input = unpackHeartInput(await library.hearts.readInput(id));
      const answer = await converseHeart(
        startWorker('inference'),
        { type: 'heart-embed', modelDir: dir, provider: 'cpu', threads, input },
        () => undefined,
        signal,
      );
      signal.throwIfAborted();
      library.hearts.embed(id, answer.weightsSha256, answer.embedding);
    } catch (error) {
      if (error instanceof Cancelled || signal.aborted) throw error;
      logFailure('embed', error);
      failures.push(error);
    }
  }
  if (failures.length > 0) throw asSparrowError(failures[0], 'embed');
  library.jobs.update(job.id, { state: 'done' });
  return { left: 0 };
}

function progressAt(fraction: number): JobProgress {
  return { fraction, step: 0, steps: 0, tile: 0, tiles: 0, secondsLeft: null, device: '' };
}
