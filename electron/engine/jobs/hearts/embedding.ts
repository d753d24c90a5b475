import type { JobProgress, JobRecord } from '../../../../studies/library/records.ts';
import { logFailure } from '../../log.ts';
import type { Queue } from '../queue.ts';
import { embedHearts } from './embed.ts';
import { heartModel, type HeartJobTools } from './heart-tools.ts';

/**
 * Keeps the library's vectors those of the model that is installed, in the background: one quiet job
 * that makes way for any other and comes back behind it.
 */
export class Embedding {
  readonly #tools: HeartJobTools;
  readonly #queue: Queue;

  constructor(tools: HeartJobTools, queue: Queue) {
    this.#tools = tools;
    this.#queue = queue;
  }

  /** Looks for vectors of other weights; where there are some, a job makes them anew. */
  start(): void {
    void this.#start().catch((error: unknown) => logFailure('embedding', error));
  }

  async run(
    job: JobRecord,
    onProgress: (progress: JobProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { jobs } = this.#tools.library;
    const { left } = await embedHearts(this.#tools, job, onProgress, signal, () => jobs.waits());
    if (left === 0) return;
    jobs.update(job.id, { state: 'done' });
    this.#add();
  }

  async #start(): Promise<void> {
    const { library, models } = this.#tools;
    const card = (await models.list()).find(({ id }) => id === heartModel);
    if (card === undefined) return;
    const { weightsSha256 } = await models.find(heartModel);
    if (library.hearts.embeddedByOthers(weightsSha256).length === 0) return;
    const unfinished = ['queued', 'running'];
    const isUnderWay = library.jobs
      .list()
      .some(({ kind, state }) => kind === 'embed' && unfinished.includes(state));
    if (!isUnderWay) this.#add();
  }

  #add(): void {
    this.#queue.add({ kind: 'embed', sourceVolumeId: null, params: {} });
  }
}
