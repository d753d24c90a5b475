import { Cancelled } from '../../../models/runtime/cancellation.ts';
import type { RestoredStep } from '../../../models/mindi3d/restoration.ts';
import type { DensePhase, DenseProgress, DenseRequest } from '../../../models/dmcvr/messages.ts';
import type {
  AnyHeartRequest,
  HeartProgress,
  HeartReply,
} from '../../../models/whole-heart/messages.ts';
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
 * One run of MInDI-3D in one process, which is gone when this settles: its memory goes back to the
 * system. Rejects as `talk` does.
 */
export async function converse(
  worker: WorkerProcess,
  request: EnhanceRequest,
  listeners: Listeners,
  signal: AbortSignal,
): Promise<EnhanceDone> {
  const steps: RestoredStep[] = [];
  const done = await talk(worker, request, signal, (reply) => {
    switch (reply.type) {
      case 'progress':
        return void listeners.onProgress(reply.progress);
      case 'checkpoint':
        return void listeners.onCheckpoint(reply.checkpoint);
      case 'step':
        return void steps.push(reply.step);
      case 'done':
        return reply;
      default:
        return;
    }
  });
  return { ...done, steps };
}

/** The last reply to each kind of heart request. */
export type HeartAnswer<Request extends AnyHeartRequest> = Extract<
  HeartReply,
  { type: `${Request['type']}-done` }
>;

/** One request to the whole-heart model in one process. Rejects as `talk` does. */
export function converseHeart<Request extends AnyHeartRequest>(
  worker: WorkerProcess,
  request: Request,
  onProgress: (progress: HeartProgress) => void,
  signal: AbortSignal,
): Promise<HeartAnswer<Request>> {
  return talk(worker, request, signal, (reply) => {
    if (reply.type === 'heart-progress') onProgress(reply.progress);
    else if (reply.type === `${request.type}-done`) return reply as HeartAnswer<Request>;
    return undefined;
  });
}

/** The dense heart of one stack in one process; every finished phase is told. Rejects as `talk` does. */
export function converseDense(
  worker: WorkerProcess,
  request: DenseRequest,
  listeners: {
    onProgress: (progress: DenseProgress) => void;
    onPhase: (phase: DensePhase) => void;
  },
  signal: AbortSignal,
): Promise<Extract<WorkerReply, { type: 'dense-done' }>> {
  return talk(worker, request, signal, (reply) => {
    if (reply.type === 'dense-progress') listeners.onProgress(reply.progress);
    else if (reply.type === 'dense-phase') listeners.onPhase(reply.phase);
    else if (reply.type === 'dense-done') return reply;
    return undefined;
  });
}

/**
 * Posts a request and listens until `heard` gives the answer. Rejects with `Cancelled` when the
 * signal aborts (asked first, ended after 400 ms), with the worker's own SparrowError, or with
 * `model/process-ended` when the process dies.
 */
function talk<Answer>(
  worker: WorkerProcess,
  request: WorkerRequest,
  signal: AbortSignal,
  heard: (reply: WorkerReply) => Answer | undefined,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  let grace: NodeJS.Timeout | undefined;
  const stop = () => {
    worker.post({ type: 'cancel' });
    grace = setTimeout(() => reject(new Cancelled()), graceMs);
  };
  worker.onExit(() => reject(signal.aborted ? new Cancelled() : processEnded()));
  worker.onMessage((reply) => {
    if (reply.type === 'cancelled') return reject(new Cancelled());
    if (reply.type === 'failed') return reject(toError(reply.code, reply.params));
    const answer = heard(reply);
    if (answer !== undefined) resolve(answer);
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
