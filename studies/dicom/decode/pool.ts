import { availableParallelism } from 'node:os';
import { SparrowError } from '../../messages/sparrow-error.ts';
import type { DecodedFrame, InstanceHeader } from '../types.ts';
import { DecodeThread } from './decode-thread.ts';
import type { FileSource, WorkerRequest, WorkerResult } from './worker-messages.ts';

export type { FileSource } from './worker-messages.ts';

/** Everything an import needs of one file, from one trip to a worker. */
export interface LoadedInstance {
  header: InstanceHeader;
  /** Hex SHA-256 of the file's bytes. */
  sha256: string;
  byteLength: number;
  /** All frames in order, stored values before rescale; empty when `header.image` is null. */
  frames: DecodedFrame[];
}

export interface DecodePoolOptions {
  /** Worker threads; default: one for each core, at most 8. */
  size?: number;
  /** Entry of the worker thread; default `worker.ts` beside this file. Tests name worse ones. */
  workerUrl?: URL;
  /** A file that takes longer is refused and its worker replaced. Default 120 000. */
  timeoutMs?: number;
}

/**
 * Reads and decodes DICOM files off the main thread. Each promise rejects with a SparrowError when
 * the file cannot be used (codes `dicom/*`; a DICOMDIR is `dicom/directory`); a file that crashes or hangs its worker is refused with
 * `dicom/decode-failed` and the pool goes on. `fileName` is the base name used in sentences.
 */
export interface DecodePool {
  read(source: FileSource, fileName: string): Promise<InstanceHeader>;
  decode(
    source: FileSource,
    fileName: string,
    frames?: readonly number[] | 'all',
  ): Promise<DecodedFrame[]>;
  /** Header, hash and pixels of one file, with one read of its bytes. */
  load(source: FileSource, fileName: string): Promise<LoadedInstance>;
  /** Ends the workers; pending calls reject. */
  close(): Promise<void>;
}

export function createDecodePool(options: DecodePoolOptions = {}): DecodePool {
  const pool = new ThreadPool(options);
  return {
    read: async (source, fileName) =>
      (await pool.run({ source, fileName, frames: 'none', hash: false })).header,
    decode: async (source, fileName, frames = 'all') =>
      (await pool.run({ source, fileName, frames, hash: false })).frames,
    load: (source, fileName) => pool.run({ source, fileName, frames: 'all', hash: true }),
    close: () => pool.close(),
  };
}

interface Waiting {
  request: WorkerRequest;
  resolve: (result: WorkerResult) => void;
  reject: (error: Error) => void;
}

/** Threads started when first needed, a queue before them, each thread with one file at a time. */
class ThreadPool {
  readonly #size: number;
  readonly #start: () => DecodeThread;
  readonly #idle: DecodeThread[] = [];
  readonly #busy = new Set<DecodeThread>();
  readonly #queue: Waiting[] = [];
  #closed = false;

  constructor({ size, workerUrl, timeoutMs }: DecodePoolOptions) {
    this.#size = size ?? Math.min(8, availableParallelism());
    const url = workerUrl ?? new URL('./worker.ts', import.meta.url);
    this.#start = () => new DecodeThread(url, timeoutMs ?? 120_000);
  }

  run(request: WorkerRequest): Promise<WorkerResult> {
    if (this.#closed) return Promise.reject(closedError(request));
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject });
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { request, reject } of this.#queue.splice(0)) reject(closedError(request));
    await Promise.all([...this.#idle, ...this.#busy].map((thread) => thread.end()));
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const thread = this.#idle.pop() ?? (this.#busy.size < this.#size ? this.#start() : null);
      const waiting = thread === null ? undefined : this.#queue.shift();
      if (thread === null || waiting === undefined) return;
      this.#busy.add(thread);
      void this.#serve(thread, waiting);
    }
  }

  async #serve(thread: DecodeThread, { request, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve(await thread.run(request));
    } catch (error) {
      reject(error as Error);
    }
    this.#busy.delete(thread);
    if (thread.alive && !this.#closed) this.#idle.push(thread);
    this.#dispatch();
  }
}

function closedError({ fileName }: WorkerRequest): SparrowError {
  return new SparrowError('dicom/cancelled', { file: fileName });
}
