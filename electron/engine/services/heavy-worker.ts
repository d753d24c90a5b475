import { parentPort, workerData } from 'node:worker_threads';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { describeFailure } from '../log.ts';
import { heavyTasks } from './heavy-tasks.ts';
import type { ThreadAnswer, ThreadOrder } from './off-thread.ts';

/** One order, one answer, and the thread ends. */
const { task, args } = workerData as ThreadOrder;
try {
  const work = heavyTasks[task] as (...given: unknown[]) => unknown;
  answer({ ok: true, value: await work(...args) });
} catch (error) {
  answer(
    error instanceof SparrowError
      ? { ok: false, code: error.code, params: error.params }
      : { ok: false, failure: describeFailure(error) },
  );
}

function answer(message: ThreadAnswer): void {
  const value = message.ok ? message.value : null;
  parentPort?.postMessage(
    message,
    value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [],
  );
}
