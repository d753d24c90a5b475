import { Worker } from 'node:worker_threads';
import { SparrowError } from '../../messages/sparrow-error.ts';
import type { WorkerReply, WorkerRequest, WorkerResult } from './worker-messages.ts';

/** JavaScript heap of a worker; pixels and wasm memory lie outside it. */
const heapMegabytes = 512;

/**
 * One worker thread. A file that crashes it, runs past its heap or hangs is refused; the thread is
 * then dead and the pool starts another. An idle thread keeps no process alive.
 */
export class DecodeThread {
  readonly #worker: Worker;
  readonly #timeoutMs: number;
  #settle: ((reply: WorkerReply | null) => void) | null = null;
  alive = true;

  constructor(url: URL, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#worker = new Worker(url, {
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      // Decoders print to the console; nothing they say is for the user.
      stdout: true,
      stderr: true,
    });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#worker.on('message', (reply: WorkerReply) => this.#settle?.(reply));
    this.#worker.on('error', () => this.#fall());
    this.#worker.on('exit', () => this.#fall());
    this.#worker.unref();
  }

  /** Throws SparrowError; dicom/decode-failed when the thread falls over this file. */
  async run(request: WorkerRequest): Promise<WorkerResult> {
    this.#worker.ref();
    const timer = setTimeout(() => void this.end(), this.#timeoutMs);
    const reply = await new Promise<WorkerReply | null>((resolve) => {
      this.#settle = resolve;
      if (this.alive) this.#worker.postMessage(request);
      else resolve(null);
    });
    clearTimeout(timer);
    this.#settle = null;
    this.#worker.unref();
    if (reply === null) throw new SparrowError('dicom/decode-failed', { file: request.fileName });
    if (!reply.ok) throw new SparrowError(reply.code, reply.params);
    return reply.result;
  }

  async end(): Promise<void> {
    this.#fall();
    await this.#worker.terminate();
  }

  #fall(): void {
    this.alive = false;
    this.#settle?.(null);
  }
}
