import { parentPort, workerData } from 'node:worker_threads';
import { scanShare, type ScanShare } from './cbct-scan.ts';

/** Worker thread: one share of the sample scan; posts `view` after each view, then the sums. */
const port = parentPort;
if (port) {
  const sums = scanShare(workerData as ScanShare, () => port.postMessage('view'));
  port.postMessage(sums, [sums.dense.buffer as ArrayBuffer, sums.sparse.buffer as ArrayBuffer]);
}
