import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Library } from './library.ts';
import { openLibrary } from './open.ts';
import type { VolumeRecord } from './records.ts';
import { countingVoxels, importOne, newResult, temporaryFolder } from './testing/entries.ts';

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

test('a result is found again with its volume, spread and thumbnail, and ends its job', async () => {
  const job = library.jobs.create({ kind: 'enhance', sourceVolumeId: source.id, params: {} });
  const entry = newResult(source);
  const spreadVolume: VolumeRecord = { ...entry.volume, id: 'spread' };
  entry.result.spreadVolume = 'spread';
  await library.results.save({
    ...entry,
    spread: { volume: spreadVolume, voxels: countingVoxels(spreadVolume) },
    thumbnail: Uint8Array.of(9),
    jobId: job.id,
  });
  library.close();
  library = openLibrary(folder.dir);
  expect(library.results.get(entry.result.id)).toEqual(entry.result);
  expect(library.results.list({ studyUid: source.studyUid })).toEqual([entry.result]);
  expect(library.results.list({ sourceVolumeId: 'another' })).toEqual([]);
  expect(library.volumes.get(entry.volume.id)).toEqual(entry.volume);
  expect(library.studies.list()[0]?.series[0]?.volumes.map(({ id }) => id)).toEqual([
    source.id,
    entry.volume.id,
    'spread',
  ]);
  expect(library.jobs.get(job.id)).toMatchObject({ state: 'done', resultId: entry.result.id });
  const voxels = await library.volumes.readVoxels('spread');
  expect(Buffer.from(voxels).equals(countingVoxels(spreadVolume))).toBe(true);
});

test('voxels may come in pieces of any size', async () => {
  const entry = newResult(source);
  const pieces = function* () {
    for (let at = 0; at < entry.voxels.length; at += 777) {
      yield entry.voxels.subarray(at, at + 777);
    }
  };
  await library.results.save({ ...entry, voxels: pieces() });
  const read = await library.volumes.readVoxels(entry.volume.id);
  expect(Buffer.from(read).equals(entry.voxels)).toBe(true);
});

test('too few or too many voxels, or crossed ids, store nothing', async () => {
  const entry = newResult(source);
  const short = entry.voxels.subarray(0, entry.voxels.length - 96);
  await expect(library.results.save({ ...entry, voxels: short })).rejects.toThrow();
  const long = [entry.voxels, entry.voxels];
  await expect(library.results.save({ ...entry, voxels: long })).rejects.toThrow();
  const crossed = { ...entry, volume: { ...entry.volume, resultId: 'other' } };
  await expect(library.results.save(crossed)).rejects.toThrow();
  expect(library.results.list()).toEqual([]);
  expect(library.volumes.list()).toHaveLength(1);
});

test('deleting a result takes its volume and series, not its source', async () => {
  const entry = newResult(source);
  entry.volume.seriesUid = '2.25.1';
  await library.results.save(entry);
  const series = () => library.studies.get(source.studyUid).series.map(({ uid }) => uid);
  expect(series()).toEqual([source.seriesUid, '2.25.1']);
  expect(library.studies.get(source.studyUid).series[1]).toMatchObject({ modality: 'CT' });
  library.results.delete(entry.result.id);
  expect(library.results.list()).toEqual([]);
  expect(library.volumes.list().map(({ id }) => id)).toEqual([source.id]);
  expect(series()).toEqual([source.seriesUid]);
  expect(() => library.results.delete(entry.result.id)).toThrow(/no result/);
});

test('a purged study takes its results, measures and job links along', async () => {
  const entry = newResult(source);
  await library.results.save(entry);
  const job = library.jobs.create({ kind: 'enhance', sourceVolumeId: source.id, params: {} });
  library.measures.save({ volumeId: source.id, roi: { kind: 'sphere' }, values: { mean: 1 } });
  library.studies.hide(source.studyUid);
  expect(library.results.list()).toEqual([]);
  library.close();
  library = openLibrary(folder.dir);
  expect(library.volumes.list()).toEqual([]);
  expect(library.measures.list()).toEqual([]);
  expect(library.jobs.get(job.id).sourceVolumeId).toBeNull();
});

test('measures and settings are kept', () => {
  const roi = { kind: 'sphere', radiusMm: 5 };
  const saved = library.measures.save({
    volumeId: source.id,
    roi,
    values: { mean: 4.5, unit: 'HU' },
  });
  expect(library.measures.list({ volumeId: source.id })).toEqual([saved]);
  expect(library.measures.list({ studyUid: 'other' })).toEqual([]);
  library.measures.delete(saved.id);
  expect(library.measures.list()).toEqual([]);

  library.settings.set('window', { centre: 40 });
  library.settings.set('locale', 'en');
  library.settings.set('window', { centre: 50 });
  expect(library.settings.all()).toEqual({ locale: 'en', window: { centre: 50 } });
  library.settings.set('locale', undefined);
  expect(library.settings.get('locale')).toBeUndefined();
});
