import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { wholeMessages } from '../../../../models/runtime/parts.ts';
import type {
  StartWorker,
  WorkerProcess,
  WorkerRequest,
} from '../../../../models/runtime/protocol.ts';
import { denseParamsSchema } from '../../../../studies/library/dense-records.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import type { StudyRecord } from '../../../../studies/library/records.ts';
import { importHeart } from '../../../../test/fixtures/heart-study.ts';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.ts';
import { createEvents } from '../../services/events.ts';
import { createJobs } from '../../services/jobs.ts';
import { createModels } from '../../services/models.ts';
import { createVolumes } from '../../services/volumes.ts';
import { nodeWorkers } from '../node-worker.ts';
import { Queue } from '../queue.ts';
import { densify } from './densify.ts';

// With the model itself and its own process.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const models = fileURLToPath(new URL('../../../../models', import.meta.url));
const params = denseParamsSchema.parse({ method: 'between', provider: 'cpu' });

let library: Library;
let study: StudyRecord;
/** Requests that processes were given, and what happens after so many phases. */
let requests: WorkerRequest[];
let running: WorkerProcess | null = null;
let interrupt: { after: number; by: () => void } | null;

beforeEach(async () => {
  library = openLibrary(join(temporaryFolder(), 'library'));
  study = await importHeart(library, { size: 96, phases: 6, slices: 6, stepMm: 12 });
  requests = [];
  interrupt = null;
});
afterEach(() => library.close());

function open() {
  const start = wholeMessages(nodeWorkers());
  const startWorker: StartWorker = (entry) => {
    const worker = start(entry);
    running = worker;
    let phases = 0;
    return {
      ...worker,
      post(message) {
        requests.push(message);
        worker.post(message);
      },
      onMessage: (listener) =>
        worker.onMessage((reply) => {
          listener(reply);
          if (reply.type === 'dense-phase' && ++phases === interrupt?.after) interrupt.by();
        }),
    };
  };
  const tools = {
    library,
    volumes: createVolumes(library),
    models: createModels(models),
    startWorker,
    threads: 1,
  };
  const queue = new Queue(library, createEvents(), (job, onProgress, signal) =>
    densify(tools, job, onProgress, signal),
  );
  return { queue, jobs: createJobs(queue, tools) };
}

const doneOf = (request: WorkerRequest | undefined) =>
  request?.type === 'dense' ? request.done.map(({ index }) => index) : null;

test('a stack becomes a dense heart; measured planes are the slices, and everything is told', async () => {
  const { queue, jobs } = open();
  const job = await jobs.densify({ studyUid: study.uid, params });
  const ended = await jobs.settled(job.id);
  expect(ended.error).toBeNull();
  const dense = library.dense.get(ended.resultId!);
  expect(dense).toMatchObject({
    studyUid: study.uid,
    method: 'between',
    phases: [0, 1, 2, 3, 4, 5],
  });
  expect(dense.planes.filter(({ kind }) => kind === 'measured')).toHaveLength(6);
  expect(dense.grid.dims[2]).toBe(dense.planes.length);
  expect(dense.badge).toContain('research use');
  const labels = library.volumes.get(dense.labelsVolumeId);
  expect(labels).toMatchObject({ dims: dense.grid.dims, phases: 6, resultId: dense.id });
  const picture = await library.volumes.readVoxels(dense.volumeId, { phase: 3 });
  expect(new Set(picture).size).toBeGreaterThan(20);
  await queue.close();
});

test('a job that was interrupted goes on with the phase under way, and ends as one that was not', async () => {
  const first = open();
  const closed = new Promise<void>((resolve) => {
    interrupt = { after: 3, by: () => void first.queue.close().then(resolve) };
  });
  const job = await first.jobs.densify({ studyUid: study.uid, params });
  await closed;
  interrupt = null;
  expect(library.jobs.get(job.id).state).toBe('queued');
  expect(library.dense.list()).toEqual([]);
  const second = open();
  second.queue.resume();
  const ended = await second.jobs.settled(job.id);
  expect(ended.error).toBeNull();
  expect(doneOf(requests.at(0))).toEqual([]);
  expect(doneOf(requests.at(-1))).toEqual([0, 1, 2]);
  const again = await second.jobs.densify({ studyUid: study.uid, params });
  const whole = library.dense.get((await second.jobs.settled(again.id)).resultId!);
  const resumed = library.dense.get(ended.resultId!);
  for (const phase of [0, 5])
    expect(await library.volumes.readVoxels(resumed.volumeId, { phase })).toEqual(
      await library.volumes.readVoxels(whole.volumeId, { phase }),
    );
  expect(resumed.measures).toEqual(whole.measures);
  await second.queue.close();
});

test('a process that dies leaves nothing but the reason', async () => {
  const { queue, jobs } = open();
  interrupt = { after: 1, by: () => running?.kill() };
  const job = await jobs.densify({ studyUid: study.uid, params });
  expect((await jobs.settled(job.id)).error?.code).toBe('model/process-ended');
  expect(library.dense.list()).toEqual([]);
  await queue.close();
});

test('what cannot be made dense is refused before anything is queued', async () => {
  const { queue, jobs } = open();
  const asked = (over: object) =>
    jobs.densify({ studyUid: study.uid, params: { ...params, ...over } });
  await expect(asked({ phase: 6 })).rejects.toMatchObject({ code: 'dense/no-phase' });
  const gap = await importHeart(library, {
    studyUid: '9.7',
    size: 64,
    phases: 6,
    slices: 4,
    stepMm: 40,
  });
  await expect(jobs.densify({ studyUid: gap.uid, params })).rejects.toMatchObject({
    code: 'dense/gap',
  });
  expect(library.jobs.list()).toEqual([]);
  await queue.close();
});
