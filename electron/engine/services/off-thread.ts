import { Worker } from 'node:worker_threads';
import type { MessageCode } from '../../../studies/messages/catalogue.ts';
import { SparrowError, type MessageParams } from '../../../studies/messages/sparrow-error.ts';
import type { HeavyTasks } from './heavy-tasks.ts';

export interface ThreadOrder {
  task: keyof HeavyTasks;
  args: readonly unknown[];
}

export type ThreadAnswer =
  | { ok: true; value: unknown }
  | { ok: false; code: MessageCode; params: MessageParams }
  /** Not for the user: the kind of error and where it arose. */
  | { ok: false; failure: string };

/**
 * Runs a heavy task in a thread of its own, which ends with it. Rejects with the task's own
 * SparrowError, or with `engine/internal` when the thread fails otherwise.
 */
export function offThread<Task extends keyof HeavyTasks>(
  task: Task,
  ...args: Parameters<HeavyTasks[Task]>
): Promise<Awaited<ReturnType<HeavyTasks[Task]>>> {
  return offThreadUntil(null, task, ...args);
}

/** As `offThread`; when the signal aborts the thread ends at once, and this rejects with its reason. */
export function offThreadUntil<Task extends keyof HeavyTasks>(
  signal: AbortSignal | null,
  task: Task,
  ...args: Parameters<HeavyTasks[Task]>
): Promise<Awaited<ReturnType<HeavyTasks[Task]>>> {
  if (signal?.aborted) return Promise.reject(signal.reason as Error);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const order: ThreadOrder = { task, args };
  const thread = new Worker(new URL('./heavy-worker.ts', import.meta.url), { workerData: order });
  const stop = () => reject(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  thread.once('message', (message: ThreadAnswer) => {
    if (message.ok) resolve(message.value);
    else if ('code' in message) reject(new SparrowError(message.code, message.params));
    else reject(new Error(message.failure));
  });
  thread.once('error', reject);
  thread.once('exit', () => reject(new Error('a thread ended without an answer')));
  return promise.finally(() => {
    signal?.removeEventListener('abort', stop);
    return thread.terminate();
  }) as Promise<Awaited<ReturnType<HeavyTasks[Task]>>>;
}
