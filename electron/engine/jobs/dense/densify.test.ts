import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { denseParamsSchema, type DenseParams } from '../../../../studies/library/dense-records.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import type { StudyRecord } from '../../../../studies/library/records.ts';
import { densePicture } from '../../../../studies/library/testing/dense.ts';
import { denseQueueOn, fakeDense, type FakeDense } from '../../../../test/fixtures/fake-dense.ts';
import { importHeart } from '../../../../test/fixtures/heart-study.ts';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.ts';

// Slow on a machine that has other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const params = denseParamsSchema.parse({ provider: 'cpu' });
const all = [0, 1, 2, 3, 4, 5];

let dir: string;
let study: StudyRecord;
let opened: ReturnType<typeof denseQueueOn> | null;
beforeEach(async () => {
  dir = join(temporaryFolder(), 'library');
  const library = openLibrary(dir);
  study = await importHeart(library, { size: 64, phases: 6, slices: 6, stepMm: 12 });
  library.close();
  opened = null;
});
afterEach(close);

function open(fake: FakeDense) {
  opened = denseQueueOn(dir, fake);
  return opened;
}

async function close() {
  await opened?.queue.close();
  opened?.library.close();
  opened = null;
}

async function run(fake: FakeDense, over: Partial<DenseParams> = {}) {
  const { jobs } = open(fake);
  const job = await jobs.densify({ studyUid: study.uid, params: { ...params, ...over } });
  return jobs.settled(job.id);
}

/** Every phase of the pictures is the one that the process made. */
async function expectWhole(id: string | null) {
  const { library } = opened!;
  const { volumeId, grid, phases } = library.dense.get(id ?? '');
  expect(phases).toEqual(all);
  for (const phase of phases) {
    const voxels = await library.volumes.readVoxels(volumeId, { phase });
    expect(Buffer.from(voxels).equals(densePicture(grid, phase))).toBe(true);
  }
}

const doneOf = ({ runs }: FakeDense) =>
  runs.map(({ request }) => request.done.map(({ index }) => index));

test('a finished run is kept with its volumes, what it was made from, and its badge', async () => {
  const fake = fakeDense();
  const ended = await run(fake);
  expect(ended).toMatchObject({ state: 'done', error: null });
  await expectWhole(ended.resultId);
  const { library } = opened!;
  const dense = library.dense.get(ended.resultId!);
  expect(dense).toMatchObject({ studyUid: study.uid, model: 'dmcvr' });
  expect(dense.badge).toMatch(/^DMCVR-style .* · direct \(ours\) · 3 planes made · research use$/);
  expect(dense.inputSha256).toMatch(/^[0-9a-f]{64}$/);
  const lead = library.volumes.get(ended.sourceVolumeId!);
  const picture = library.volumes.get(dense.volumeId);
  expect(picture).toMatchObject({
    kind: 'cine',
    dims: dense.grid.dims,
    originMm: dense.grid.originMm,
    phases: 6,
    phaseTimesMs: lead.phaseTimesMs,
    frameOfReferenceUid: lead.frameOfReferenceUid,
    resultId: dense.id,
  });
  expect(library.volumes.get(dense.labelsVolumeId)).toMatchObject({
    kind: 'other',
    dims: picture.dims,
    originMm: picture.originMm,
    spacingMm: picture.spacingMm,
    axes: picture.axes,
  });
  expect(fake.runs[0]!.request).toMatchObject({ params, longAxisMasks: [] });
});

test('one phase alone is a volume, no cine', async () => {
  const ended = await run(fakeDense(), { phase: 4 });
  const { library } = opened!;
  const { volumeId, phases } = library.dense.get(ended.resultId!);
  expect(phases).toEqual([4]);
  expect(library.volumes.get(volumeId)).toMatchObject({ kind: 'other', phases: 1 });
});

test('a process that dies is started once more, and makes only what was not finished', async () => {
  const fake = fakeDense({ after: 2, how: 'dies' });
  const ended = await run(fake);
  expect(ended.error).toBeNull();
  expect(fake.runs.map(({ made }) => made)).toEqual([
    [0, 1],
    [2, 3, 4, 5],
  ]);
  await expectWhole(ended.resultId);
});

test('one that dies before its first phase, or again, leaves nothing but the reason', async () => {
  const dies = (after: number) => ({ after, how: 'dies' as const });
  for (const [fake, attempts] of [
    [fakeDense(dies(0)), 1],
    [fakeDense(dies(1), dies(1)), 2],
  ] as const) {
    expect((await run(fake)).error?.code).toBe('model/process-ended');
    expect(fake.runs).toHaveLength(attempts);
    expect(opened!.library.dense.list()).toEqual([]);
    expect(opened!.library.volumes.list().every(({ resultId }) => resultId === null)).toBe(true);
    await close();
  }
});

test('the model’s own refusal is the job’s; a phase that never came is no dense heart', async () => {
  const refused = await run(fakeDense({ after: 1, how: 'fails' }));
  expect(refused.error?.code).toBe('cardiac/no-planes');
  await close();
  const short = await run(fakeDense({ after: 3, how: 'forgets a phase' }));
  expect(short.state).toBe('failed');
  expect(opened!.library.dense.list()).toEqual([]);
});

test('a cancelled run keeps nothing', async () => {
  const fake = fakeDense({ after: 2, how: 'falls silent' });
  const { jobs, library } = open(fake);
  const { id } = await jobs.densify({ studyUid: study.uid, params });
  while ((await library.jobs.readCheckpoint(id)) === null) await sleep(5);
  await jobs.cancel(id);
  expect((await jobs.settled(id)).state).toBe('cancelled');
  expect(library.dense.list()).toEqual([]);
});

test('an engine that closes goes on later with the phase under way', async () => {
  const first = open(fakeDense({ after: 3, how: 'falls silent' }));
  const { id } = await first.jobs.densify({ studyUid: study.uid, params });
  while ((await first.library.jobs.readCheckpoint(id)) === null) await sleep(5);
  await close();
  const fake = fakeDense();
  const { queue, jobs } = open(fake);
  await expect(jobs.get(id)).resolves.toMatchObject({ state: 'queued' });
  queue.resume();
  const ended = await jobs.settled(id);
  expect(doneOf(fake)).toEqual([[0, 1, 2]]);
  await expectWhole(ended.resultId);
});

test('an engine that is killed loses no finished phase; other settings take none of them', async () => {
  const program = join(import.meta.dirname, '../../../../test/fixtures/doomed-dense.ts');
  const child = spawn(process.execPath, [program, dir, study.uid], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'close');
  const id = line.toString().trim();
  const fake = fakeDense();
  const { library, queue, jobs } = open(fake);
  expect(library.jobs.get(id).state).toBe('running');
  queue.resume();
  await expectWhole((await jobs.settled(id)).resultId);
  const other = await jobs.densify({ studyUid: study.uid, params: { ...params, seed: 4 } });
  await jobs.settled(other.id);
  expect(doneOf(fake)).toEqual([[0], []]);
});

test('what cannot be made dense is refused before anything is queued', async () => {
  const { jobs, library } = open(fakeDense());
  const asked = jobs.densify({ studyUid: study.uid, params: { ...params, phase: 6 } });
  await expect(asked).rejects.toMatchObject({ code: 'dense/no-phase' });
  const gap = await importHeart(library, {
    studyUid: '9.7',
    size: 64,
    phases: 6,
    slices: 4,
    stepMm: 40,
  });
  const wide = jobs.densify({ studyUid: gap.uid, params });
  await expect(wide).rejects.toMatchObject({ code: 'dense/gap' });
  expect(library.jobs.list()).toEqual([]);
});
