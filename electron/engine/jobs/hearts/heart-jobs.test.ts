import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { wholeMessages } from '../../../../models/runtime/parts.ts';
import { heartParamsSchema } from '../../../../studies/library/heart-records.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import type { JobRecord, StudyRecord } from '../../../../studies/library/records.ts';
import { importOne } from '../../../../studies/library/testing/entries.ts';
import { newHeart } from '../../../../studies/library/testing/hearts.ts';
import { packHeartInput } from '../../../../models/whole-heart/stored-input.ts';
import { heartModels, importHeart } from '../../../../test/fixtures/heart-study.ts';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.ts';
import { createEvents } from '../../services/events.ts';
import { createJobs } from '../../services/jobs.ts';
import { createModels } from '../../services/models.ts';
import { createVolumes } from '../../services/volumes.ts';
import { nodeWorkers } from '../node-worker.ts';
import { Queue } from '../queue.ts';
import { analyseHeart } from './analyse.ts';
import { Embedding } from './embedding.ts';
import { ageYears } from './heart-records.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const fakeHeart = new URL('../../../../test/fixtures/fake-heart.ts', import.meta.url);
/** Heights that the fake process takes as its instructions. */
const deaf = 101;
const dies = 102;
const fails = 103;

let modelsDir: string;
let library: Library;
let queue: Queue;
let embedding: Embedding;
let jobs: ReturnType<typeof createJobs>;
let study: StudyRecord;
beforeAll(async () => {
  modelsDir = await heartModels();
});
beforeEach(async () => {
  library = openLibrary(join(temporaryFolder(), 'library'));
  study = await importHeart(library, { size: 64, phases: 6, slices: 4, stepMm: 20 });
  const tools = {
    library,
    volumes: createVolumes(library),
    models: createModels(modelsDir),
    startWorker: wholeMessages(nodeWorkers(fakeHeart)),
    threads: 1,
  };
  queue = new Queue(library, createEvents(), (job, onProgress, signal) =>
    job.kind === 'embed'
      ? embedding.run(job, onProgress, signal)
      : analyseHeart(tools, job, onProgress, signal),
  );
  embedding = new Embedding(tools, queue);
  jobs = createJobs(queue, tools);
});
afterEach(async () => {
  await queue.close();
  library.close();
});

async function start(heightCm: number): Promise<JobRecord> {
  const { uid: studyUid } = study;
  library.hearts.correct(studyUid, { ...library.hearts.corrections(studyUid), heightCm });
  return jobs.heart({ studyUid, params: heartParamsSchema.parse({}) });
}

const volumes = () => library.volumes.list().length;

test('a job that computes is cancelled at once, though its process hears nothing', async () => {
  const { id, sourceVolumeId } = await start(deaf);
  expect(sourceVolumeId).toBe(study.series[0]!.volumes[0]!.id);
  await expect
    .poll(() => queue.get(id).progress, { timeout: 60_000 })
    .toMatchObject({ phase: 'encoder', step: 2, steps: 5 });
  const began = performance.now();
  await jobs.cancel(id);
  expect((await jobs.settled(id)).state).toBe('cancelled');
  expect(performance.now() - began).toBeLessThan(2000);
  expect(library.hearts.list()).toEqual([]);
});

test('a process that dies or fails leaves nothing but the reason', async () => {
  const before = volumes();
  const died = await jobs.settled((await start(dies)).id);
  expect(died).toMatchObject({ state: 'failed', error: { code: 'model/process-ended' } });
  const failed = await jobs.settled((await start(fails)).id);
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'cardiac/no-planes' } });
  expect(library.hearts.list()).toEqual([]);
  expect(volumes()).toBe(before);
});

test('what cannot be analysed is refused before anything is queued', async () => {
  const params = heartParamsSchema.parse({});
  const still = await importOne(library, 'a CT', { studyUid: '9.9', seriesUid: '9.9.1' });
  await expect(jobs.heart({ studyUid: still.studyUid, params })).rejects.toMatchObject({
    code: 'cardiac/no-cine',
  });
  const short = await importHeart(library, { studyUid: '9.8', phases: 3, size: 32, slices: 3 });
  await expect(jobs.heart({ studyUid: short.uid, params })).rejects.toMatchObject({
    code: 'cardiac/too-few-phases',
  });
  expect(library.jobs.list()).toEqual([]);
});

test('vectors of other weights are made anew, behind every other job', async () => {
  const [source] = study.series[0]!.volumes;
  const input = packHeartInput({
    images: new Uint8Array(9 * 24 * 96 * 96),
    present: [1, 0, 0, 0, 0, 0, 0, 0, 0],
    geometry: new Array<number>(108).fill(0),
    masks: null,
  });
  const entry = newHeart(source!);
  await library.hearts.save({ ...entry, input });
  embedding.start();
  await expect.poll(() => library.jobs.list()[0]?.kind, { timeout: 60_000 }).toBe('embed');
  await expect
    .poll(() => library.hearts.embeddedBy(entry.result.id), { timeout: 60_000 })
    .toBe('e'.repeat(64));
  await expect.poll(() => library.jobs.list()[0]?.state, { timeout: 60_000 }).toBe('done');
  expect(library.hearts.get(entry.result.id).weightsSha256).toBe(entry.result.weightsSha256);
});

test('a quiet job waits until no other does', () => {
  const quiet = library.jobs.create({ kind: 'embed', sourceVolumeId: null, params: {} });
  expect(library.jobs.waits()).toBe(false);
  const loud = library.jobs.create({ kind: 'samples', sourceVolumeId: null, params: {} });
  expect(library.jobs.waits()).toBe(true);
  expect(library.jobs.claimNext()?.id).toBe(loud.id);
  expect(library.jobs.claimNext()?.id).toBe(quiet.id);
});

test('age is in whole years at the study, or not known', () => {
  const at = (patientBirthDate: string, date: string) => ageYears({ patientBirthDate, date });
  expect(at('19700302', '20260301')).toBe(55);
  expect(at('1970-03-01', '2026-03-01')).toBe(56);
  expect(at('', '20260301')).toBeNull();
  expect(at('20270101', '20260301')).toBeNull();
});
