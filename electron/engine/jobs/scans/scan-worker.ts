import { parentPort, workerData } from 'node:worker_threads';
import { coneBeamThreads } from '../../../../studies/projections/threads/cone-beam-threads.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { simulateScan } from '../../../../studies/tomography/simulation/simulate-scan.ts';
import { physicalValues } from '../../../../studies/volume/values.ts';
import { describeFailure } from '../../log.ts';
import { reconstructGrid } from './reconstruct-grid.ts';
import type { ScanOrder, ScanOutcomes, ScanReply } from './scan-order.ts';

/** Entry of the thread that computes one scan job; the heavy loops run in threads of its own. */
const order = workerData as ScanOrder;
const control = new AbortController();
parentPort?.once('message', () => control.abort());
const beam = await coneBeamThreads(order.threads);
try {
  const outcome = order.kind === 'reconstruct' ? await reconstruct(order) : await simulate(order);
  say({ type: 'done', outcome }, buffersOf(outcome));
} catch (error) {
  say(failure(error));
} finally {
  await beam.dispose();
  parentPort?.close();
}

function reconstruct(what: Extract<ScanOrder, { kind: 'reconstruct' }>) {
  return reconstructGrid(beam, what, {
    onProgress: (fraction, step, steps) => say({ type: 'progress', fraction, step, steps }),
    onPreview: (bytes) => say({ type: 'preview', bytes }, [bytes.buffer]),
    signal: control.signal,
  });
}

function simulate({ grid, params, preset }: Extract<ScanOrder, { kind: 'simulate' }>) {
  const ct = { geometry: grid.geometry, hu: physicalValues(grid) };
  return simulateScan(beam, ct, params, preset, {
    onProgress: (fraction) => say({ type: 'progress', fraction, step: 0, steps: 0 }),
    signal: control.signal,
  });
}

function say(reply: ScanReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, transfer);
}

function failure(error: unknown): ScanReply {
  if (control.signal.aborted) return { type: 'cancelled' };
  if (error instanceof SparrowError) {
    return { type: 'failed', code: error.code, params: error.params };
  }
  return { type: 'broken', failure: describeFailure(error) };
}

/** Large arrays are handed over instead of copied; shared memory stays shared. */
function buffersOf(outcome: ScanOutcomes[keyof ScanOutcomes]): ArrayBuffer[] {
  const arrays =
    'hu' in outcome
      ? [outcome.hu]
      : [outcome.dense, outcome.sparse].flatMap(({ hu, projections }) => [
          hu,
          projections.lineIntegrals,
        ]);
  const buffers = arrays.map(({ buffer }) => buffer).filter((one) => one instanceof ArrayBuffer);
  return [...new Set(buffers)];
}
