import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { enhanceParamsSchema, type VolumeRecord } from '../../../studies/library/records.ts';
import { openLibrary } from '../../../studies/library/open.ts';
import { importOne } from '../../../studies/library/testing/entries.ts';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { queueOn } from '../../../test/fixtures/engine-tools.ts';

let made: ReturnType<typeof queueOn>;
let source: VolumeRecord;
beforeEach(async () => {
  made = queueOn(temporaryFolder());
  source = await importOne(made.library, 'a slice', {
    kind: 'cbct',
    views: 50,
    spacingMm: [2, 2, 2],
    dims: [16, 16, 20],
  });
});
afterEach(async () => {
  await made.queue.close();
  made.library.close();
});

/** Seeds choose how the fake inference process behaves. */
const seeds = { well: 1, diesOnce: 2, diesAtOnce: 3, fails: 4, deaf: 5, slow: 6, unheardOf: 7 };

const start = (seed: number, more: Record<string, unknown> = {}, volumeId = source.id) =>
  made.jobs.enhance({
    volumeId,
    params: enhanceParamsSchema.parse({ steps: 4, seed, ...more }),
  });

test('a job runs to a result with its whole provenance', async () => {
  const job = await start(seeds.well);
  expect(job.state).toBe('queued');
  const done = await made.jobs.settled(job.id);
  expect(done).toMatchObject({ state: 'done', error: null });
  const result = made.library.results.get(done.resultId ?? '');
  expect(result).toMatchObject({
    model: 'mindi3d',
    source: source.id,
    steps: 4,
    samples: 1,
    seed: 1,
    provider: 'cpu',
    weightsSha256: 'f'.repeat(64),
  });
  expect(result.badge).toMatch(
    /^MInDI-3D-style 0\.0\.1-tiny · 4 steps · seed 1 · restored from 50 views · research use$/,
  );
  expect(result.inputSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(result.outputSha256).not.toBe(result.inputSha256);
  const output = made.library.volumes.get(result.volume);
  expect(output).toMatchObject({ studyUid: source.studyUid, dims: source.dims, unit: 'HU' });
  expect(output.seriesUid).not.toBe(source.seriesUid);
  const before = new Int16Array((await made.library.volumes.readVoxels(source.id)).buffer);
  const after = new Int16Array((await made.library.volumes.readVoxels(output.id)).buffer);
  expect(after).toEqual(before.map((value) => value + 4));
});

test('several samples bring a spread volume of the same grid', async () => {
  const { id } = await start(seeds.well, { samples: 2 });
  const result = made.library.results.get((await made.jobs.settled(id)).resultId ?? '');
  const spread = made.library.volumes.get(result.spreadVolume ?? '');
  expect(spread).toMatchObject({ dims: source.dims, voxelType: 'float32', resultId: result.id });
});

test('the same input has the same hash, and jobs run one after the other', async () => {
  const ids = [(await start(seeds.slow)).id, (await start(seeds.well)).id];
  await sleep(300);
  expect(made.library.jobs.get(ids[1]!).state).toBe('queued');
  const [first, second] = await Promise.all(ids.map((id) => made.jobs.settled(id)));
  expect(first!.finishedAt! <= second!.startedAt!).toBe(true);
  const hashes = made.library.results.list().map(({ inputSha256 }) => inputSha256);
  expect(new Set(hashes).size).toBe(1);
});

test.each([
  ['slow, listening', seeds.slow],
  ['deaf in the middle of a run', seeds.deaf],
])('cancel is honoured within a second: %s', async (_how, seed) => {
  const { id } = await start(seed);
  await expect.poll(() => made.queue.get(id).progress, { timeout: 10_000 }).not.toBeNull();
  const asked = performance.now();
  await made.jobs.cancel(id);
  expect((await made.jobs.settled(id)).state).toBe('cancelled');
  expect(performance.now() - asked).toBeLessThan(1000);
  expect(made.library.results.list()).toEqual([]);
});

test('another process may ask for the end through the library', async () => {
  const { id } = await start(seeds.deaf);
  await expect.poll(() => made.queue.get(id).progress, { timeout: 10_000 }).not.toBeNull();
  const other = openLibrary(made.dir);
  const asked = performance.now();
  other.jobs.requestCancel(id);
  other.close();
  expect((await made.jobs.settled(id)).state).toBe('cancelled');
  expect(performance.now() - asked).toBeLessThan(1000);
});

test('a waiting job is cancelled without being started', async () => {
  const { id: first } = await start(seeds.slow);
  const { id: second } = await start(seeds.well);
  await made.jobs.cancel(second);
  expect((await made.jobs.settled(second)).startedAt).toBeNull();
  expect((await made.jobs.settled(first)).state).toBe('done');
});

test('a process that dies fails its job with a sentence, and the next job runs', async () => {
  const { id } = await start(seeds.diesAtOnce);
  const failed = await made.jobs.settled(id);
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'model/process-ended' } });
  expect(failed.error?.action).not.toBe('');
  const next = await start(seeds.well);
  expect((await made.jobs.settled(next.id)).state).toBe('done');
});

test('a process that dies after finished steps goes on from them, once', async () => {
  const { id } = await start(seeds.diesOnce);
  const done = await made.jobs.settled(id);
  expect(done.state).toBe('done');
  // The second process made two of the four steps itself.
  const result = made.library.results.get(done.resultId ?? '');
  const before = new Int16Array((await made.library.volumes.readVoxels(source.id)).buffer);
  const after = new Int16Array((await made.library.volumes.readVoxels(result.volume)).buffer);
  expect(after[5]! - before[5]!).toBe(2);
  const hopeless = await start(8);
  expect((await made.jobs.settled(hopeless.id)).error?.code).toBe('model/process-ended');
});

test('what the worker says becomes the error of the job', async () => {
  const { id } = await start(seeds.fails);
  const { error } = await made.jobs.settled(id);
  expect(error?.code).toBe('model/hash-mismatch');
  expect(error?.message).toContain('tiny.onnx');
  const odd = await start(seeds.unheardOf);
  expect((await made.jobs.settled(odd.id)).error?.code).toBe('engine/internal');
});

test('an MR volume and a volume too big for memory are refused before they are queued', async () => {
  const mr = await importOne(made.library, 'an MR slice', {
    kind: 'mr',
    unit: 'signal',
    seriesUid: '1.5',
    studyUid: '1.5.1',
  });
  await expect(start(1, {}, mr.id)).rejects.toMatchObject({ code: 'model/not-hu' });
  await expect(start(1, {}, 'no such')).rejects.toMatchObject({ code: 'library/not-found' });
  const record = { ...source, dims: [4096, 4096, 4096] as [number, number, number] };
  const { checkEnhance } = await import('./enhance.ts');
  await expect(
    checkEnhance(made.tools, record, enhanceParamsSchema.parse({ steps: 1, seed: 1 })),
  ).rejects.toMatchObject({ code: 'model/too-big' });
  expect(made.library.jobs.list()).toEqual([]);
});

test('events tell of progress and of the end, numbered without a gap', async () => {
  const { id } = await start(seeds.slow);
  await made.jobs.settled(id);
  await expect
    .poll(() =>
      made.heard
        .map(({ event }) => event)
        .filter((event) => event.type === 'job')
        .at(-1),
    )
    .toMatchObject({ job: { state: 'done' } });
  expect(made.heard.some(({ event }) => event.type === 'library')).toBe(true);
  const ids = made.heard.map((entry) => entry.id);
  expect(ids).toEqual(ids.map((_, n) => ids[0]! + n));
});

test('an orderly close puts the running job back; the next start goes on with it', async () => {
  const { id } = await start(seeds.slow);
  await expect.poll(() => made.library.jobs.readCheckpoint(id), { timeout: 10_000 }).not.toBeNull();
  await made.queue.close();
  expect(made.library.jobs.get(id).state).toBe('queued');
  made.library.close();
  const again = queueOn(made.dir);
  again.queue.resume();
  const done = await again.jobs.settled(id);
  expect(done.state).toBe('done');
  const result = again.library.results.get(done.resultId ?? '');
  const before = new Int16Array((await again.library.volumes.readVoxels(source.id)).buffer);
  const after = new Int16Array((await again.library.volumes.readVoxels(result.volume)).buffer);
  expect(after[0]! - before[0]!).toBeLessThan(4);
  made = again;
});

test('a killed engine loses no finished step: the next one goes on from there', async () => {
  made.library.close();
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../../../test/fixtures/doomed-engine.ts'), made.dir, source.id],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const id = line.toString().trim();
  child.kill('SIGKILL');
  await once(child, 'close');
  made = queueOn(made.dir);
  expect(made.library.jobs.get(id).state).toBe('running');
  made.queue.resume();
  const done = await made.jobs.settled(id);
  expect(done.state).toBe('done');
  const result = made.library.results.get(done.resultId ?? '');
  const before = new Int16Array((await made.library.volumes.readVoxels(source.id)).buffer);
  const after = new Int16Array((await made.library.volumes.readVoxels(result.volume)).buffer);
  expect(after[0]! - before[0]!).toBeLessThan(4);
});
