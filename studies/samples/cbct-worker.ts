import { availableParallelism } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { coneBeamThreads } from '../projections/threads/cone-beam-threads.ts';
import { scanSample, type SampleScan } from './cbct-scan.ts';

/** Worker thread: the sample scan, shared among threads of its own; posts its progress, then the volumes. */
const port = parentPort;
if (port) {
  const beam = await coneBeamThreads(Math.min(8, availableParallelism()));
  const volumes = await scanSample(beam, workerData as SampleScan, (fraction) =>
    port.postMessage(fraction),
  );
  await beam.dispose();
  port.postMessage(volumes);
  port.close();
}
