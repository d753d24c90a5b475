import { Cancelled } from '../../../models/runtime/cancellation.ts';
import type { RestoredStep } from '../../../models/mindi3d/restoration.ts';
import type {
  WorkerProcess,
  WorkerReply,
  WorkerRequest,
} from '../../../models/runtime/protocol.ts';
import { catalogue, type MessageCode } from '../../../studies/messages/catalogue.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';

export type EnhanceRequest = Extract<WorkerRequest, { type: 'enhance' }>;
export type EnhanceDone = Extract<WorkerReply, { type: 'done' }> & {
  /** Pictures that were to be kept, the first step first. */
  steps: readonly RestoredStep[];
};
type Progress = Extract<WorkerReply, { type: 'progress' }>['progress'];
type Checkpoint = Extract<WorkerReply, { type: 'checkpoint' }>['checkpoint'];

export interface Listeners {
  onProgress(progress: Progress): void;
  onCheckpoint(checkpoint: Checkpoint): void;
}

/** How long a process asked to stop may take before it is ended. */
export const graceMs = 400;

/**
 * One run in one process, which is gone when this settles: its memory goes back to the system.
 * Rejects with `Cancelled` when the signal aborts (asked first, ended after 400 ms), with the
 * worker's own SparrowError, or with `model/process-ended` when the process dies.
 */
export function converse(
  worker: WorkerProcess,
  request: EnhanceRequest,
  listeners: Listeners,
  signal: AbortSignal,
): Promise<EnhanceDone> {
  const { promise, resolve, reject } = Promise.withResolvers<EnhanceDone>();
  let grace: NodeJS.Timeout | undefined;
  const steps: RestoredStep[] = [];
  const stop = () => {
    worker.post({ type: 'cancel' });
    grace = setTimeout(() => reject(new Cancelled()), graceMs);
  };
  worker.onExit(() => reject(signal.aborted ? new Cancelled() : processEnded()));
  worker.onMessage((reply) => {
    switch (reply.type) {
      case 'progress':
        return listeners.onProgress(reply.progress);
      case 'checkpoint':
        return listeners.onCheckpoint(reply.checkpoint);
      case 'step':
        return void steps.push(reply.step);
      case 'done':
        return resolve({ ...reply, steps });
      case 'cancelled':
        return reject(new Cancelled());
      case 'failed':
        return reject(toError(reply.code, reply.params));
      case 'provider':
        return;
    }
  });
  if (signal.aborted) reject(new Cancelled());
  else {
    signal.addEventListener('abort', stop, { once: true });
    worker.post(request);
  }
  return promise.finally(() => {
    clearTimeout(grace);
    signal.removeEventListener('abort', stop);
    worker.kill();
  });
}

function processEnded(): SparrowError {
  return new SparrowError('model/process-ended');
}

/** The worker names a sentence; one that this engine does not know is a failure inside. */
function toError(code: string, params: Record<string, string | number>): SparrowError {
  return code in catalogue
    ? new SparrowError(code as MessageCode, params)
    : new SparrowError('engine/internal');
}
