import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { DenseRequest } from '../../../models/dmcvr/messages.ts';
import { runDense as densify } from '../../../models/dmcvr/run-dense.ts';
import { enhance, type EnhanceRequest } from '../../../models/mindi3d/enhance.ts';
import { Cancelled } from '../../../models/runtime/cancellation.ts';
import { inParts, PartJoiner } from '../../../models/runtime/parts.ts';
import type { WorkerReply } from '../../../models/runtime/protocol.ts';
import { tryProvider } from '../../../models/runtime/try-provider.ts';
import { workerChannel } from '../../../models/runtime/worker-channel.ts';
import { answerHeart } from '../../../models/whole-heart/answer.ts';
import type { AnyHeartRequest } from '../../../models/whole-heart/messages.ts';

/**
 * Entry of the process that computes: one job, then it ends. It says no more than protocol.ts allows,
 * never writes to disk, and leaves at once when the engine is gone.
 */
const channel = workerChannel();
const joiner = new PartJoiner();
let cancelled = false;
let busy = false;
let replyInParts = false;

channel.onClosed(() => process.exit(0));
channel.onRequest((piece) => {
  const request = joiner.accept(piece);
  if (request === null) return;
  if (request.type === 'cancel') {
    cancelled = true;
    if (!busy) void finish(Promise.resolve({ type: 'cancelled' }));
    return;
  }
  if (busy) return;
  busy = true;
  if (request.type === 'probe') return void finish(probe(request.provider));
  replyInParts = request.inParts === true;
  void finish(answer(request));
});

function answer(request: EnhanceRequest | AnyHeartRequest | DenseRequest): Promise<WorkerReply> {
  if (request.type === 'enhance') return run(request);
  return request.type === 'dense' ? runDense(request) : runHeart(request);
}

async function finish(reply: Promise<WorkerReply>): Promise<void> {
  await send(await reply.catch(failure));
  process.exit(0);
}

async function send(reply: WorkerReply): Promise<void> {
  if (!replyInParts) return channel.send(reply);
  for (const piece of inParts(reply)) await channel.send(piece);
}

async function probe(provider: Parameters<typeof tryProvider>[0]): Promise<WorkerReply> {
  return { type: 'provider', status: await tryProvider(provider) };
}

async function run(request: EnhanceRequest): Promise<WorkerReply> {
  const outcome = await enhance(request, {
    onProgress: (progress) => void send({ type: 'progress', progress }),
    onCheckpoint: (checkpoint) => send({ type: 'checkpoint', checkpoint }),
    onStep: (step) => send({ type: 'step', step }),
    cancelled: () => cancelled,
  });
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  return { type: 'done', ...outcome, peakBytes: maxRSS * 1024, cpuSeconds };
}

async function runHeart(request: AnyHeartRequest): Promise<WorkerReply> {
  const reply = await answerHeart(request, {
    onProgress: (progress) => void send({ type: 'heart-progress', progress }),
    cancelled: () => cancelled,
  });
  if (reply.type !== 'heart-done') return reply;
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return { ...reply, outcome: { ...reply.outcome, peakBytes } };
}

async function runDense(request: DenseRequest): Promise<WorkerReply> {
  // One after the other: a phase may go in parts, and the last word must not overtake it.
  let told = Promise.resolve();
  const outcome = await densify(request, {
    onProgress: (progress) => void send({ type: 'dense-progress', progress }),
    onPhase: (phase) => void (told = told.then(() => send({ type: 'dense-phase', phase }))),
    cancelled: () => cancelled,
  });
  await told;
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return { type: 'dense-done', outcome: { ...outcome, peakBytes } };
}

function failure(error: unknown): WorkerReply {
  if (error instanceof Cancelled) return { type: 'cancelled' };
  if (error instanceof SparrowError)
    return { type: 'failed', code: error.code, params: { ...error.params } };
  return { type: 'failed', code: 'model/failed', params: { reason: reasonOf(error) } };
}

/** First line of an error, without the paths that native code puts into it. */
function reasonOf(error: unknown): string {
  const line = error instanceof Error ? error.message.split('\n', 1)[0]! : 'unknown';
  return line.replaceAll(/\S*[/\\]\S*/g, '…').slice(0, 160);
}
