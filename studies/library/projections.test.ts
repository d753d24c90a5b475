import { existsSync, readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Library } from './library.ts';
import { openLibrary } from './open.ts';
import type { VolumeRecord } from './records.ts';
import {
  countingVoxels,
  importOne,
  newProjections,
  temporaryFolder,
  volumeRecord,
} from './testing/entries.ts';

let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
let source: VolumeRecord;
beforeEach(async () => {
  folder = temporaryFolder();
  library = openLibrary(folder.dir);
  source = await importOne(library);
});
afterEach(() => {
  library.close();
  folder.remove();
});

const reopen = () => {
  library.close();
  library = openLibrary(folder.dir);
};
const files = () => readdirSync(join(folder.dir, 'projections'));

test('a scan and its volume end their job together and are found again', async () => {
  const job = library.jobs.create({ kind: 'simulate', sourceVolumeId: source.id, params: {} });
  const scan = newProjections({ sourceVolumeId: source.id });
  const volume = volumeRecord({
    seriesUid: '2.25.7',
    kind: 'cbct',
    views: 5,
    projectionsId: scan.record.id,
    reconstruction: { method: 'fdk', views: 5, hannCutOff: 1, iterations: 0, usedViews: [0, 2] },
  });
  await library.projections.save({
    projections: [scan],
    volumes: [{ record: volume, voxels: countingVoxels(volume) }],
    jobId: job.id,
  });
  reopen();
  expect(library.projections.get(scan.record.id)).toEqual(scan.record);
  expect(library.studies.get(source.studyUid).projections).toEqual([scan.record]);
  expect(library.volumes.get(volume.id)).toEqual(volume);
  expect(library.volumes.find('2.25.7')).toEqual(volume);
  expect(library.jobs.get(job.id)).toMatchObject({
    state: 'done',
    made: { projections: [scan.record.id], volumes: [volume.id] },
  });
  const voxels = await library.volumes.readVoxels(volume.id);
  expect(Buffer.from(voxels).equals(countingVoxels(volume))).toBe(true);
});

test('views come by number, a sinogram row by row', async () => {
  const { record, lineIntegrals } = newProjections();
  await library.projections.save({ projections: [{ record, lineIntegrals }], volumes: [] });
  const pixels = record.columns * record.rows;
  const view = (n: number) => lineIntegrals.subarray(n * pixels, (n + 1) * pixels);
  expect(await library.projections.readViews(record.id)).toEqual(lineIntegrals);
  const some = await library.projections.readViews(record.id, [1, 2, 4]);
  expect(some).toEqual(Float32Array.of(...view(1), ...view(2), ...view(4)));
  const row = await library.projections.readSinogram(record.id, 2);
  expect(row).toEqual(lineIntegrals.filter((_, n) => n % record.rows === 2));
});

test('what lies outside, and a file that was cut, are refused', async () => {
  const scan = newProjections();
  const { id, rows, views } = scan.record;
  await library.projections.save({ projections: [scan], volumes: [] });
  await expect(library.projections.readViews(id, [views])).rejects.toThrow(/lies outside/);
  await expect(library.projections.readViews(id, [])).rejects.toThrow(/lies outside/);
  await expect(library.projections.readSinogram(id, rows)).rejects.toThrow(/lies outside/);
  truncateSync(join(folder.dir, 'projections', `${id}.raw`), 12);
  await expect(library.projections.readViews(id, [0])).rejects.toThrow(/not at hand/);
  expect(() => library.projections.get('nobody')).toThrow(/no projections/);
});

test('hidden ones are out of sight, come back, and go for good at the next start', async () => {
  const scan = newProjections();
  const { id } = scan.record;
  await library.projections.save({ projections: [scan], volumes: [] });
  library.projections.hide(id);
  expect(library.projections.list()).toEqual([]);
  expect(library.projections.findSame({ ...scan.record, id: 'another' })?.id).toBe(id);
  const turned = scan.record.anglesDeg.map((angle) => -angle - 1);
  expect(library.projections.findSame({ ...scan.record, anglesDeg: turned })).toBeNull();
  library.projections.restore(id);
  expect(library.projections.list()).toEqual([scan.record]);
  reopen();
  expect(files()).toEqual([`${id}.raw`]);
  library.projections.hide(id);
  reopen();
  expect(files()).toEqual([]);
  expect(() => library.projections.restore(id)).toThrow(/no projections/);
});

test('they are hidden, restored and purged with their study', async () => {
  const scan = newProjections();
  await library.projections.save({ projections: [scan], volumes: [] });
  library.studies.hide(source.studyUid);
  expect(() => library.projections.get(scan.record.id)).toThrow(/no projections/);
  library.studies.restore(source.studyUid);
  expect(library.projections.list({ studyUid: source.studyUid })).toEqual([scan.record]);
  expect(library.projections.list({ studyUid: 'other' })).toEqual([]);
  library.studies.hide(source.studyUid);
  reopen();
  expect(files()).toEqual([]);
});

test('a scan of no study leaves neither row nor file', async () => {
  const scan = newProjections({ studyUid: 'nobody' });
  const volume = volumeRecord({ seriesUid: '2.25.7', studyUid: 'nobody' });
  const entry = { record: volume, voxels: countingVoxels(volume) };
  await expect(
    library.projections.save({ projections: [scan], volumes: [entry] }),
  ).rejects.toThrow();
  expect(files()).toEqual([]);
  expect(existsSync(join(folder.dir, 'volumes', `${volume.id}.raw`))).toBe(false);
  expect(library.projections.list()).toEqual([]);
});
