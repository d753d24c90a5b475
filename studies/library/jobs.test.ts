import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Library } from './library.ts';
import { openLibrary } from './open.ts';
import type { JobProgress } from './records.ts';
import { importOne, temporaryFolder } from './testing/entries.ts';

let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
beforeEach(() => {
  folder = temporaryFolder();
  library = openLibrary(folder.dir);
});
afterEach(() => {
  library.close();
  folder.remove();
});

const newJob = (params = {}) =>
  library.jobs.create({ kind: 'enhance', sourceVolumeId: null, params });

/** As a killed process leaves it: the job unfinished, its session's lock free. */
function abandonAndReopen(): void {
  library.close();
  library = openLibrary(folder.dir);
}

test('a job runs through its states and keeps its times', async () => {
  const volume = await importOne(library);
  const job = library.jobs.create({
    kind: 'enhance',
    sourceVolumeId: volume.id,
    params: { steps: 4 },
  });
  expect(job).toMatchObject({ state: 'queued', startedAt: null, params: { steps: 4 } });
  expect(library.jobs.claimNext()).toMatchObject({ id: job.id, state: 'running' });
  expect(library.jobs.claimNext()).toBeNull();
  const progress: JobProgress = {
    fraction: 0.25,
    step: 1,
    steps: 4,
    tile: 1,
    tiles: 8,
    secondsLeft: 12,
    device: 'CPU, 2 threads',
  };
  expect(library.jobs.update(job.id, { progress }).progress).toEqual(progress);
  const error = { code: 'a', message: 'b', action: 'c' };
  const failed = library.jobs.update(job.id, { state: 'failed', error });
  expect(failed.error).toEqual(error);
  expect(failed.startedAt).not.toBeNull();
  expect(failed.finishedAt).not.toBeNull();
  expect(library.jobs.update(job.id, { state: 'running' }).state).toBe('failed');
});

test('jobs are served oldest first and listed newest first', () => {
  const ids = [newJob(), newJob(), newJob()].map((job) => job.id);
  expect(library.jobs.claimNext()?.id).toBe(ids[0]);
  expect(library.jobs.list().map((job) => job.id)).toEqual(ids.toReversed());
  expect(library.jobs.list({ state: 'running' }).map((job) => job.id)).toEqual([ids[0]]);
});

test('cancelling ends a waiting job and asks a running one, also from elsewhere', () => {
  const running = newJob();
  library.jobs.claimNext();
  const waiting = newJob();
  const elsewhere = openLibrary(folder.dir);
  expect(elsewhere.jobs.requestCancel(waiting.id).state).toBe('cancelled');
  expect(elsewhere.jobs.requestCancel(running.id).state).toBe('running');
  elsewhere.close();
  expect(library.jobs.isCancelRequested(running.id)).toBe(true);
  expect(library.jobs.claimNext()).toBeNull();
});

test('a living process keeps its jobs', () => {
  newJob();
  const other = openLibrary(folder.dir);
  expect(other.jobs.claimInterrupted()).toEqual([]);
  expect(other.jobs.claimNext()).toBeNull();
  other.close();
});

test('jobs of a dead process go on from their checkpoint, or fail with a sentence', async () => {
  const withCheckpoint = newJob({ seed: 1 });
  const without = newJob();
  const cancelled = newJob();
  for (let n = 0; n < 3; n++) library.jobs.claimNext();
  const waiting = newJob();
  await library.jobs.writeCheckpoint(withCheckpoint.id, Uint8Array.of(1));
  await library.jobs.writeCheckpoint(withCheckpoint.id, Uint8Array.of(1, 2, 3));
  library.jobs.requestCancel(cancelled.id);
  abandonAndReopen();

  const again = library.jobs.claimInterrupted().map((job) => job.id);
  expect(again).toEqual([withCheckpoint.id, waiting.id]);
  expect([...((await library.jobs.readCheckpoint(withCheckpoint.id)) ?? [])]).toEqual([1, 2, 3]);
  expect(await library.jobs.readCheckpoint(without.id)).toBeNull();
  expect(library.jobs.get(without.id)).toMatchObject({
    state: 'failed',
    error: { code: 'library/interrupted' },
  });
  expect(library.jobs.get(cancelled.id).state).toBe('cancelled');
  expect(library.jobs.claimNext()?.id).toBe(withCheckpoint.id);
  expect(library.jobs.claimInterrupted()).toEqual([]);
});

test('a job that keeps ending its process is given up', async () => {
  const job = newJob();
  library.jobs.claimNext();
  await library.jobs.writeCheckpoint(job.id, Uint8Array.of(1));
  for (let crash = 0; crash < 3; crash++) {
    abandonAndReopen();
    expect(library.jobs.claimInterrupted()).toHaveLength(1);
    library.jobs.claimNext();
  }
  abandonAndReopen();
  expect(library.jobs.claimInterrupted()).toEqual([]);
  expect(library.jobs.get(job.id).state).toBe('failed');
});

test('a finished job leaves no checkpoint behind', async () => {
  const job = newJob();
  await library.jobs.writeCheckpoint(job.id, Uint8Array.of(1));
  library.jobs.update(job.id, { state: 'cancelled' });
  writeFileSync(join(folder.dir, 'checkpoints', 'left-over'), '');
  abandonAndReopen();
  expect(existsSync(join(folder.dir, 'checkpoints', job.id))).toBe(false);
  expect(existsSync(join(folder.dir, 'checkpoints', 'left-over'))).toBe(false);
});
