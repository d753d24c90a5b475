import { parentPort } from 'node:worker_threads';
import { ConeBeamKernels } from '../../tomography/kernels/cone-beam-kernels.ts';
import { runTask, type ConeBeamReply, type ConeBeamTask } from './cone-beam-task.ts';

/** Worker thread: computes shares of cone-beam calls, one after the other, until it is terminated. */
const kernels = new ConeBeamKernels();
parentPort?.on('message', ({ id, task }: { id: number; task: ConeBeamTask }) => {
  try {
    const values = runTask(kernels, task);
    parentPort?.postMessage({ id, values } satisfies ConeBeamReply, [values.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error } satisfies ConeBeamReply);
  }
});
