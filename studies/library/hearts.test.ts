import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Library } from './library.ts';
import { openLibrary } from './open.ts';
import type { VolumeRecord } from './records.ts';
import { importOne, temporaryFolder } from './testing/entries.ts';
import { heartMeasures, newHeart } from './testing/hearts.ts';

let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
let source: VolumeRecord;
beforeEach(async () => {
  folder = temporaryFolder();
  library = openLibrary(folder.dir);
  source = await importOne(library, 'a cine', { kind: 'cine', phases: 2, unit: 'signal' });
});
afterEach(() => {
  library.close();
  folder.remove();
});

const reopen = () => {
  library.close();
  library = openLibrary(folder.dir);
};
const slicePixels = () => source.dims[0] * source.dims[1];
const follows = (lvEfPct: number) => ({
  edited: null,
  measures: heartMeasures(lvEfPct),
  measuresBy: 'edited' as const,
  edPhase: 1,
  esPhase: 0,
  flags: [],
  warnings: [],
});

test('a heart is found again with its labels and input, and ends its job', async () => {
  const params = { studyUid: source.studyUid };
  const job = library.jobs.create({ kind: 'heart', sourceVolumeId: source.id, params });
  const entry = newHeart(source);
  await library.hearts.save({ ...entry, jobId: job.id });
  reopen();
  const { id } = entry.result;
  expect(library.hearts.get(id)).toEqual(entry.result);
  expect(library.hearts.list({ studyUid: source.studyUid })).toEqual([entry.result]);
  expect(library.hearts.list({ studyUid: 'other' })).toEqual([]);
  expect(library.jobs.get(job.id)).toMatchObject({ state: 'done', resultId: id });
  expect(await library.hearts.readInput(id)).toEqual(entry.input);
  const [labels] = entry.labels;
  expect(library.volumes.get(labels!.volume.id)).toEqual(labels!.volume);
  const voxels = await library.volumes.readVoxels(labels!.volume.id);
  expect(Buffer.from(voxels).equals(labels!.voxels)).toBe(true);
});

test('label maps are no cines to read, and no results of another model', async () => {
  const entry = newHeart(source);
  await library.hearts.save(entry);
  const volumes = library.volumes.list({ studyUid: source.studyUid });
  const acquired = volumes.filter(({ resultId }) => resultId === null);
  expect(acquired.map(({ id }) => id)).toEqual([source.id]);
  expect(volumes.filter(({ kind }) => kind === 'cine')).toHaveLength(1);
  expect(library.results.list()).toEqual([]);
  const [, series] = library.studies.get(source.studyUid).series;
  expect(series).toMatchObject({ modality: 'SEG', description: 'Labels: Chest' });
});

test('crossed ids or a vector of another length store nothing', async () => {
  const entry = newHeart(source);
  const short = { ...entry, result: { ...entry.result, embedding: [1] } };
  await expect(library.hearts.save(short)).rejects.toThrow();
  const unlinked = { ...entry, result: { ...entry.result, labels: [] } };
  await expect(library.hearts.save(unlinked)).rejects.toThrow();
  const half = [{ ...entry.labels[0]!, voxels: new Uint8Array(7) }];
  await expect(library.hearts.save({ ...entry, labels: half })).rejects.toThrow();
  expect(library.hearts.list()).toEqual([]);
  expect(library.volumes.list()).toHaveLength(1);
});

test('drawn slices lie over the model’s labels, with the measures that follow', async () => {
  const entry = newHeart(source);
  await library.hearts.save(entry);
  const { id } = entry.result;
  const place = { sourceVolumeId: source.id, slice: 3, phase: 1 };
  const labels = new Uint8Array(slicePixels()).fill(2);
  await library.hearts.draw(id, [{ ...place, labels }], follows(42), []);
  reopen();
  const edits = library.hearts.edits(id);
  expect(edits).toMatchObject([place]);
  expect(await library.hearts.drawn(id)).toEqual([{ ...place, labels }]);
  expect(await library.hearts.drawn(id, { sourceVolumeId: source.id, phase: 0 })).toEqual([]);
  expect(library.hearts.get(id)).toMatchObject({
    measuresBy: 'edited',
    measures: { lvEfPct: { value: 42 } },
    head: { lvEfPct: { value: 55 } },
    edPhase: 1,
  });
  expect(library.hearts.unedited(id)).toEqual(entry.result);
  const stored = await library.volumes.readVoxels(entry.labels[0]!.volume.id);
  expect(Buffer.from(stored).equals(entry.labels[0]!.voxels)).toBe(true);
  await library.hearts.draw(id, [{ ...place, labels: null }], null, edits);
  expect(library.hearts.edits(id)).toEqual([]);
  expect(library.hearts.get(id)).toEqual(entry.result);
});

test('an edit that did not see the last one is refused and changes nothing', async () => {
  const entry = newHeart(source);
  await library.hearts.save(entry);
  const { id } = entry.result;
  const labels = new Uint8Array(slicePixels());
  const place = { sourceVolumeId: source.id, slice: 0, phase: 0 };
  await library.hearts.draw(id, [{ ...place, labels }], follows(42), []);
  await expect(
    library.hearts.draw(id, [{ ...place, slice: 1, labels }], follows(43), []),
  ).rejects.toMatchObject({ code: 'heart/edited-meanwhile' });
  expect(library.hearts.get(id).measures.lvEfPct?.value).toBe(42);
  expect(library.hearts.edits(id)).toHaveLength(1);
});

test('corrections are of the study, with defaults for the rest', () => {
  expect(library.hearts.corrections(source.studyUid)).toMatchObject({ views: {}, edPhase: null });
  const corrections = {
    ...library.hearts.corrections(source.studyUid),
    views: { [`${source.id}/0`]: '4ch' as const },
    heightCm: 171,
  };
  library.hearts.correct(source.studyUid, corrections);
  reopen();
  expect(library.hearts.corrections(source.studyUid)).toEqual(corrections);
  expect(() => library.hearts.correct('absent', corrections)).toThrow(/no study/);
});

test('deleting a heart takes all that belongs to it, not its cine', async () => {
  const entry = newHeart(source);
  await library.hearts.save(entry);
  library.hearts.delete(entry.result.id);
  expect(library.hearts.list()).toEqual([]);
  expect(library.volumes.list().map(({ id }) => id)).toEqual([source.id]);
  expect(library.studies.get(source.studyUid).series).toHaveLength(1);
  await expect(library.hearts.readInput(entry.result.id)).rejects.toThrow(/no result/);
  expect(() => library.hearts.delete(entry.result.id)).toThrow(/no result/);
});

test('a cine that a heart was made from stays when a later import replaces it, and says so', async () => {
  const entry = newHeart(source);
  await library.hearts.save(entry);
  await importOne(
    library,
    'one slice more',
    { kind: 'cine', phases: 2, unit: 'signal' },
    { replacedVolumes: [source.id] },
  );
  expect(library.volumes.get(source.id).warnings).toMatchObject([{ code: 'library/superseded' }]);
  expect(library.hearts.get(entry.result.id)).toEqual(entry.result);
});

test('a purged study takes its hearts along', async () => {
  const entry = newHeart(source);
  await library.hearts.save(entry);
  library.hearts.correct(source.studyUid, library.hearts.corrections(source.studyUid));
  library.studies.hide(source.studyUid);
  expect(library.hearts.list()).toEqual([]);
  expect(() => library.hearts.get(entry.result.id)).toThrow(/no result/);
  reopen();
  expect(library.volumes.list()).toEqual([]);
  expect(library.hearts.embeddedByOthers('none')).toEqual([]);
});
