import type { Library } from '../../../studies/library/library.ts';
import type { JobProgress, JobRecord } from '../../../studies/library/records.ts';
import { Cancelled } from '../../../models/runtime/cancellation.ts';
import { logFailure } from '../log.ts';
import { asSparrowError } from '../routes/errors.ts';
import type { EventsService } from '../services/services.ts';

/** What a job shows of its work so far: the bytes of contract/preview.ts. */
export type ShowPreview = (bytes: Uint8Array<ArrayBuffer>) => void;

/** Does one job's work. Rejects with `Cancelled` soon after the signal aborts. */
export type Runner = (
  job: JobRecord,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
  onPreview: ShowPreview,
) => Promise<void>;

interface Running {
  job: JobRecord;
  control: AbortController;
  preview: Uint8Array<ArrayBuffer>;
}

const eventEveryMs = 200;
const ledgerEveryMs = 2000;
/** Another process can only ask through the ledger. */
const askEveryMs = 250;

/** What a job that is done has changed in the library. */
const changes = {
  enhance: 'results',
  samples: 'results',
  reconstruct: 'studies',
  simulate: 'studies',
  heart: 'hearts',
  embed: 'hearts',
  densify: 'dense',
  implicit: 'dense',
  match: 'matches',
} as const;

/**
 * The jobs of this process, one at a time, oldest first. The ledger in the library is the truth;
 * only the progress of the running job is fresher here.
 */
export class Queue {
  readonly #library: Library;
  readonly #events: EventsService;
  readonly #run: Runner;
  #current: Running | null = null;
  #lane: Promise<void> = Promise.resolve();
  #closing = false;

  constructor(library: Library, events: EventsService, run: Runner) {
    this.#library = library;
    this.#events = events;
    this.#run = run;
  }

  add(job: Pick<JobRecord, 'kind' | 'sourceVolumeId' | 'params'>): JobRecord {
    const created = this.#library.jobs.create(job);
    this.#tell(created);
    this.#startNext();
    return created;
  }

  /** Goes on with what a process that is gone left behind. */
  resume(): void {
    for (const job of this.#library.jobs.claimInterrupted()) this.#tell(job);
    this.#startNext();
  }

  get(id: string): JobRecord {
    return this.#fresh(this.#library.jobs.get(id));
  }

  /** Of a job that runs here; no bytes where there is nothing to show. */
  preview(id: string): Uint8Array<ArrayBuffer> {
    this.#library.jobs.get(id);
    return this.#current?.job.id === id ? this.#current.preview : new Uint8Array();
  }

  list(): JobRecord[] {
    return this.#library.jobs.list().map((job) => this.#fresh(job));
  }

  cancel(id: string): JobRecord {
    const job = this.#library.jobs.requestCancel(id);
    if (this.#current?.job.id === id) this.#current.control.abort(new Cancelled());
    this.#tell(job);
    return this.#fresh(job);
  }

  /** Stops the running job and puts it back in the queue, for the next start to go on with. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#current?.control.abort(new Cancelled());
    await this.#lane;
  }

  #startNext(): void {
    this.#lane = this.#lane
      .then(async () => {
        if (this.#closing) return;
        const job = this.#library.jobs.claimNext();
        if (job !== null) await this.#work(job);
        // What could not be written to the ledger is found interrupted at the next start.
      })
      .catch((error: unknown) => logFailure('queue', error));
  }

  async #work(job: JobRecord): Promise<void> {
    const control = new AbortController();
    const current: Running = { job, control, preview: new Uint8Array() };
    this.#current = current;
    this.#tell(job);
    const asking = setInterval(() => {
      if (this.#library.jobs.isCancelRequested(job.id)) control.abort(new Cancelled());
    }, askEveryMs);
    try {
      await this.#run(job, this.#progress(current), control.signal, (preview) => {
        current.preview = preview;
      });
      this.#events.publish({ type: 'library', change: changes[job.kind] });
    } catch (error) {
      this.#fail(job, error);
    } finally {
      clearInterval(asking);
      this.#current = null;
    }
    this.#tell(this.#library.jobs.get(job.id));
    this.#startNext();
  }

  #fail(job: JobRecord, error: unknown): void {
    const { jobs } = this.#library;
    if (!(error instanceof Cancelled)) {
      const { code, message, action } = asSparrowError(error, `job ${job.kind}`);
      jobs.update(job.id, { state: 'failed', error: { code, message, action } });
    } else if (this.#closing && !jobs.isCancelRequested(job.id)) {
      jobs.update(job.id, { state: 'queued' });
    } else jobs.update(job.id, { state: 'cancelled' });
  }

  #progress(current: { job: JobRecord }): (progress: JobProgress) => void {
    let toldAt = 0;
    let writtenAt = 0;
    return (progress) => {
      const now = performance.now();
      current.job = { ...current.job, progress };
      if (now - toldAt < eventEveryMs) return;
      toldAt = now;
      this.#tell(current.job);
      if (now - writtenAt < ledgerEveryMs) return;
      writtenAt = now;
      this.#library.jobs.update(current.job.id, { progress });
    };
  }

  #fresh(job: JobRecord): JobRecord {
    const current = this.#current?.job;
    return current?.id === job.id && job.state === 'running'
      ? { ...job, progress: current.progress }
      : job;
  }

  #tell(job: JobRecord): void {
    this.#events.publish({ type: 'job', job });
  }
}

/** Whether a job will not change any more. */
export function isSettled(job: JobRecord): boolean {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}
