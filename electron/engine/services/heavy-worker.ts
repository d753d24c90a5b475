import { parentPort, workerData } from 'node:worker_threads';
import type { ProjectionScan } from '../../../studies/projections/formats/projection-scan.ts';
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
  parentPort?.postMessage(message, message.ok ? buffersOf(message.value) : []);
}

/** Memory of a large answer, handed over instead of copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (value instanceof Uint8Array) return [value.buffer as ArrayBuffer];
  if (typeof value !== 'object' || value === null || !('projections' in value)) return [];
  const { lineIntegrals } = (value as ProjectionScan).projections;
  return [lineIntegrals.buffer as ArrayBuffer];
}
