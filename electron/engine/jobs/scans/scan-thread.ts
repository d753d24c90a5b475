import { Worker } from 'node:worker_threads';
import { Cancelled } from '../../../../models/runtime/cancellation.ts';
import type { JobProgress } from '../../../../studies/library/records.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { logDescribed, logFailure } from '../../log.ts';
import type { ShowPreview } from '../queue.ts';
import type { ScanOrder, ScanOutcomes, ScanReply } from './scan-order.ts';

/** How long a thread asked to stop may take before it is ended. */
const graceMs = 400;
/** A share of the work too small to tell from it how long the rest takes. */
const leastShare = 0.02;

interface Listeners {
  onProgress: (progress: JobProgress) => void;
  onPreview: ShowPreview;
}

/**
 * One computation in a thread of its own, which is gone when this settles. Rejects with `Cancelled`
 * when the signal aborts (asked first, ended after 400 ms), with the thread's own SparrowError, or
 * with `scans/failed` when the thread dies.
 *
 * @param transfer buffers of the order that the thread may take
 */
export function runScan<Kind extends ScanOrder['kind']>(
  order: Extract<ScanOrder, { kind: Kind }>,
  transfer: ArrayBuffer[],
  { onProgress, onPreview }: Listeners,
  signal: AbortSignal,
): Promise<ScanOutcomes[Kind]> {
  if (signal.aborted) return Promise.reject(new Cancelled());
  const { promise, resolve, reject } = Promise.withResolvers<ScanOutcomes[Kind]>();
  const thread = new Worker(new URL('./scan-worker.ts', import.meta.url), {
    workerData: order,
    transferList: transfer,
  });
  const began = performance.now();
  let grace: NodeJS.Timeout | undefined;
  const stop = () => {
    thread.postMessage('cancel');
    grace = setTimeout(() => reject(new Cancelled()), graceMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  thread.on('message', (reply: ScanReply) => {
    switch (reply.type) {
      case 'progress': {
        const { fraction, step, steps } = reply;
        const device = threadsText(order.threads);
        const secondsLeft = secondsLeftAt(fraction, performance.now() - began);
        return onProgress({ fraction, step, steps, tile: 0, tiles: 0, secondsLeft, device });
      }
      case 'preview':
        return onPreview(reply.bytes);
      case 'done':
        return resolve(reply.outcome as ScanOutcomes[Kind]);
      case 'cancelled':
        return reject(new Cancelled());
      case 'failed':
        return reject(new SparrowError(reply.code, reply.params));
      case 'broken':
        logDescribed('scan thread', reply.failure);
        return reject(new SparrowError('scans/failed'));
    }
  });
  thread.once('error', (error) => {
    logFailure('scan thread', error);
    reject(new SparrowError('scans/failed'));
  });
  thread.once('exit', () => reject(new SparrowError('scans/failed')));
  return promise.finally(() => {
    clearTimeout(grace);
    signal.removeEventListener('abort', stop);
    void thread.terminate();
  });
}

function secondsLeftAt(fraction: number, elapsedMs: number): number | null {
  return fraction < leastShare ? null : ((elapsedMs / 1000) * (1 - fraction)) / fraction;
}

const threadsText = (threads: number) => `CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
