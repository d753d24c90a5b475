import { Worker } from 'node:worker_threads';
import type { ConeBeamReply, ConeBeamTask } from './cone-beam-task.ts';

interface Waiting {
  resolve: (values: Float32Array) => void;
  reject: (reason: unknown) => void;
}

/** One worker thread; its tasks run in the order they come. */
class PhysicsThread {
  readonly #worker = new Worker(new URL('./cone-beam-worker.ts', import.meta.url));
  readonly #waiting = new Map<number, Waiting>();
  #ended: Error | null = null;
  #next = 0;

  constructor() {
    this.#worker.unref();
    this.#worker.on('message', (reply: ConeBeamReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (this.#waiting.size === 0) this.#worker.unref();
      if ('error' in reply) waiting?.reject(reply.error);
      else waiting?.resolve(reply.values);
    });
    this.#worker.on('error', (error) => this.#end(error as Error));
    this.#worker.on('exit', () => this.#end(new Error('cone-beam thread ended')));
  }

  run(task: ConeBeamTask): Promise<Float32Array> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // Only a thread with work keeps the process alive.
      this.#worker.ref();
      this.#worker.postMessage({ id, task });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

/** A fixed number of threads that each take one share of every call. */
export class ThreadPool {
  readonly #threads: PhysicsThread[];

  constructor(threads: number) {
    this.#threads = Array.from({ length: threads }, () => new PhysicsThread());
  }

  get size(): number {
    return this.#threads.length;
  }

  /** Runs the tasks, one on each thread, and joins their values in order. */
  async run(tasks: readonly ConeBeamTask[], length: number): Promise<Float32Array> {
    const parts = await Promise.all(tasks.map((task, n) => this.#threads[n]!.run(task)));
    const [first] = parts;
    if (parts.length === 1 && first) return first;
    const all = new Float32Array(length);
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  /** Ends all threads; what they were at is rejected. */
  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}
