import { fork } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, test } from 'vitest';
import { probeProviders } from '../../../models/runtime/probe.ts';
import type { Checkpoint, WorkerReply, WorkerRequest } from '../../../models/runtime/protocol.ts';
import type { EnhanceRequest } from '../../../models/mindi3d/enhance.ts';
import { enhanceParamsSchema } from '../../../studies/library/records.ts';
import { bodyPhantom } from '../../../test/fixtures/body-phantom.ts';
import { inferenceEntry, startWorker } from '../../../test/fixtures/start-worker.ts';
import { modelFolder, tinyNetwork } from '../../../test/fixtures/tiny-model.ts';

const dims = [96, 96, 96] as const;
const hu = bodyPhantom(dims);
let modelDir: string;

beforeAll(async () => {
  modelDir = await modelFolder(await tinyNetwork('smooth'));
});

const enhanceRequest = (more: Partial<EnhanceRequest> = {}): EnhanceRequest => ({
  type: 'enhance',
  modelDir,
  params: enhanceParamsSchema.parse({ steps: 4, seed: 3, provider: 'cpu' }),
  threads: 2,
  input: { dims, spacingMm: [2, 2, 2], hu },
  resume: null,
  ...more,
});

/** Runs one request in a real child; `on` sees each reply and may answer. */
function job(
  request: WorkerRequest,
  on: (reply: WorkerReply, worker: ReturnType<typeof startWorker>) => void = () => undefined,
): Promise<{ last: WorkerReply | null; exitCode: number | null }> {
  return new Promise((resolve) => {
    const worker = startWorker('inference');
    let last: WorkerReply | null = null;
    worker.onMessage((reply) => {
      last = reply;
      on(reply, worker);
    });
    worker.onExit((exitCode) => resolve({ last, exitCode }));
    worker.post(request);
  });
}

test('killed in mid-run and resumed from its last checkpoint, gives the same bytes', async () => {
  const whole = await job(enhanceRequest());
  expect(whole.exitCode).toBe(0);
  let resume: Checkpoint | null = null;
  let tilesAfter = 0;
  const killed = await job(enhanceRequest(), (reply, worker) => {
    if (reply.type === 'checkpoint' && reply.checkpoint.stepsDone === 2) resume = reply.checkpoint;
    if (resume !== null && reply.type === 'progress' && ++tilesAfter === 2) worker.kill();
  });
  expect(killed.last?.type).toBe('progress');
  const rest = await job(enhanceRequest({ resume }));
  expect(whole.last).toMatchObject({ type: 'done', warnings: [] });
  expect(rest.last).toMatchObject({ type: 'done' });
  expect((rest.last as { hu: Int16Array }).hu).toEqual((whole.last as { hu: Int16Array }).hu);
});

test('a cancel is answered within a second and ends the process', async () => {
  let [asked, answered] = [0, Infinity];
  const { last, exitCode } = await job(enhanceRequest(), (reply, worker) => {
    if (reply.type === 'cancelled') answered = performance.now();
    if (asked !== 0 || reply.type !== 'progress' || reply.progress.tile < 3) return;
    asked = performance.now();
    worker.post({ type: 'cancel' });
  });
  expect(last).toEqual({ type: 'cancelled' });
  expect(exitCode).toBe(0);
  expect(answered - asked).toBeLessThan(1000);
});

test('leaves by itself when the engine is gone', async () => {
  const child = fork(inferenceEntry, { serialization: 'advanced', execArgv: [] });
  const exited = once(child, 'exit');
  const started = once(child, 'message');
  child.send(enhanceRequest());
  await started;
  child.disconnect();
  expect(await exited).toEqual([0, null]);
});

test('a process cancelled before it has work ends at once', async () => {
  expect(await job({ type: 'cancel' })).toEqual({ last: { type: 'cancelled' }, exitCode: 0 });
});

describe('what fails becomes a code', () => {
  test('weights whose hash is wrong', async () => {
    const folder = await modelFolder(await tinyNetwork('smooth'), { sha256: '0'.repeat(64) });
    const { last, exitCode } = await job(enhanceRequest({ modelDir: folder }));
    const params = { file: 'tiny.onnx' };
    expect(last).toEqual({ type: 'failed', code: 'model/hash-mismatch', params });
    expect(exitCode).toBe(0);
  });

  test('a volume too big for memory', async () => {
    const input = { dims: [9000, 9000, 9000] as const, spacingMm: [2, 2, 2] as const, hu };
    const { last } = await job(enhanceRequest({ input }));
    expect(last).toMatchObject({ type: 'failed', code: 'model/too-big' });
  });

  test('anything else, without a path', async () => {
    const broken = { ...enhanceRequest(), params: null } as unknown as WorkerRequest;
    const { last } = await job(broken);
    expect(last).toMatchObject({ type: 'failed', code: 'model/failed' });
    const params = (last as Extract<WorkerReply, { type: 'failed' }> | null)?.params;
    expect(params!['reason']).not.toMatch(/[/\\]/);
  });
});

test('the probe finds the CPU by name, and says of every other provider whether it works', async () => {
  const found = await probeProviders(startWorker);
  const [cpu, ...others] = found;
  expect(cpu).toMatchObject({ name: 'cpu', available: true });
  expect(cpu!.device).not.toBe('');
  expect(others.length).toBeGreaterThan(0);
  for (const other of others) expect(typeof other.available).toBe('boolean');
});
