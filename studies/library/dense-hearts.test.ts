import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Library } from './library.ts';
import { openLibrary } from './open.ts';
import type { VolumeRecord } from './records.ts';
import { newDense } from './testing/dense.ts';
import { importOne, temporaryFolder } from './testing/entries.ts';

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

const jobOf = (kind: 'densify' | 'implicit') =>
  library.jobs.create({ kind, sourceVolumeId: source.id, params: { studyUid: source.studyUid } });

test('a dense heart is found again with pictures and labels of every phase, and ends its job', async () => {
  const job = jobOf('densify');
  const entry = newDense(source);
  await library.dense.save({ ...entry, jobId: job.id });
  reopen();
  const { id } = entry.result;
  expect(library.dense.get(id)).toEqual(entry.result);
  expect(library.dense.list({ studyUid: source.studyUid })).toEqual([entry.result]);
  expect(library.dense.list({ studyUid: 'other' })).toEqual([]);
  expect(library.jobs.get(job.id)).toMatchObject({ state: 'done', resultId: id });
  for (const { volume, voxels } of entry.volumes) {
    expect(library.volumes.get(volume.id)).toEqual(volume);
    const size = voxels.length / 2;
    const second = await library.volumes.readVoxels(volume.id, { phase: 1 });
    expect(Buffer.from(second).equals(voxels.subarray(size))).toBe(true);
  }
});

test('pictures stay with the modality of the heart, labels are a segmentation; neither is a result of its own', async () => {
  await library.dense.save(newDense(source));
  const made = library.studies
    .get(source.studyUid)
    .series.filter(({ volumes }) => volumes.some(({ resultId }) => resultId !== null));
  expect(made.map(({ modality }) => modality).sort()).toEqual(['MR', 'SEG']);
  expect(library.results.list()).toEqual([]);
  expect(library.hearts.list()).toEqual([]);
});

test('newest first', async () => {
  const first = newDense(source, { created: '2026-11-01T00:00:00Z' });
  const second = newDense(source, { created: '2026-11-02T00:00:00Z' });
  for (const entry of [second, first]) await library.dense.save(entry);
  expect(library.dense.list().map(({ id }) => id)).toEqual([second.result.id, first.result.id]);
});

test('crossed ids, or voxels of another size, store nothing and leave the job as it was', async () => {
  const job = jobOf('densify');
  const entry = newDense(source);
  const [picture, labels] = entry.volumes;
  const short = { ...labels!, voxels: labels!.voxels.subarray(1) };
  const another = { ...labels!, volume: { ...labels!.volume, resultId: 'another' } };
  for (const volumes of [[labels!, picture!], [picture!], [picture!, short], [picture!, another]])
    await expect(library.dense.save({ ...entry, volumes, jobId: job.id })).rejects.toThrow();
  expect(library.dense.list()).toEqual([]);
  expect(library.volumes.list().map(({ id }) => id)).toEqual([source.id]);
  expect(library.jobs.get(job.id)).toMatchObject({ state: 'queued', resultId: null });
});

test('a later opinion of a phase takes the place of the first, and ends its job', async () => {
  const { result, volumes } = newDense(source);
  await library.dense.save({ result, volumes });
  const job = jobOf('implicit');
  const opinion = (phase: number, byte: number) => ({
    phase,
    summary: [{ byte }],
    meshes: Uint8Array.of(byte, 2),
  });
  library.dense.keepOpinion(result.id, opinion(1, 7));
  library.dense.keepOpinion(result.id, opinion(0, 8));
  library.dense.keepOpinion(result.id, opinion(1, 9), job.id);
  reopen();
  expect(library.dense.opinions(result.id)).toEqual([opinion(0, 8), opinion(1, 9)]);
  expect(library.jobs.get(job.id)).toMatchObject({ state: 'done', resultId: result.id });
  expect(() => library.dense.opinions('absent')).toThrow(/no result/);
});

test('deleting a dense heart takes all that belongs to it, not its cine', async () => {
  const { result, volumes } = newDense(source);
  await library.dense.save({ result, volumes });
  library.dense.keepOpinion(result.id, { phase: 0, summary: [], meshes: Uint8Array.of(1) });
  library.dense.delete(result.id);
  expect(library.dense.find(result.id)).toBeNull();
  expect(library.volumes.list().map(({ id }) => id)).toEqual([source.id]);
  expect(library.studies.get(source.studyUid).series).toHaveLength(1);
  expect(() => library.dense.delete(result.id)).toThrow(/no result/);
});

test('of a study that is out of sight nothing is found', async () => {
  const { result, volumes } = newDense(source);
  await library.dense.save({ result, volumes });
  library.studies.hide(source.studyUid);
  expect(library.dense.list()).toEqual([]);
  expect(library.dense.find(result.id)).toBeNull();
  library.studies.restore(source.studyUid);
  expect(library.dense.find(result.id)).not.toBeNull();
});
