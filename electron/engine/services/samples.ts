import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobProgress } from '../../../studies/library/records.ts';
import { writeSamples } from '../../../studies/samples/write-samples.ts';
import { Cancelled } from '../../../models/runtime/cancellation.ts';
import type { Queue } from '../jobs/queue.ts';
import type { ImportsService, SamplesService } from './services.ts';

export function createSamples(queue: Queue): SamplesService {
  return {
    write: (dir, options) => writeSamples(dir, options),
    start: () =>
      Promise.try(() => {
        const unfinished = ['queued', 'running'];
        const waiting = queue
          .list()
          .find(({ kind, state }) => kind === 'samples' && unfinished.includes(state));
        return waiting ?? queue.add({ kind: 'samples', sourceVolumeId: null, params: {} });
      }),
  };
}

/** Writing takes most of the time; the rest is the import. */
const writingShare = 0.9;

/** Makes the sample studies and imports them like any others. */
export async function importSamples(
  imports: ImportsService,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'sparrow-samples-'));
  try {
    const folders = await writeSamples(dir, {
      signal,
      onProgress: (fraction) => onProgress(progressAt(fraction * writingShare)),
    });
    const id = await imports.start(folders);
    await imports.finish(id);
  } catch (error) {
    throw signal.aborted ? new Cancelled() : error;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function progressAt(fraction: number): JobProgress {
  return { fraction, step: 0, steps: 0, tile: 0, tiles: 0, secondsLeft: null, device: '' };
}
