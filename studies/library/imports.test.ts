import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Library } from './library.ts';
import { openLibrary } from './open.ts';
import { importOne, newResult, stagedInstance, temporaryFolder } from './testing/entries.ts';

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

const reopen = () => {
  library.close();
  library = openLibrary(folder.dir);
};
const nothing = {
  instances: [],
  volumes: [],
  replacedVolumes: [],
  seenStudies: [],
  restoredFiles: [],
  projections: [],
  seenProjections: [],
  baseline: new Map<string, number>(),
  sampleStudies: [],
};

test('what was imported is found again, with the files', async () => {
  const volume = await importOne(library);
  reopen();
  const [study] = library.studies.list();
  expect(study).toMatchObject({ uid: '1.2.3', patientName: 'Doe^Jane', sample: false });
  expect(study?.series).toMatchObject([{ uid: '1.2.3.4', instances: 1, volumes: [volume] }]);
  expect(library.volumes.frames(volume.id)).toHaveLength(1);
  const [instance] = library.imports.instancesOf('1.2.3');
  expect(readFileSync(instance?.path ?? '', 'utf8')).toBe('a slice');
  expect(library.imports.findDuplicates([instance?.sha256 ?? '', 'f'.repeat(64)]).size).toBe(1);
  expect(library.imports.patientIdOf('1.2.3')).toBe('P1');
  expect(library.volumes.find('1.2.3.4')).toEqual(volume);
});

test('an abandoned import leaves nothing', async () => {
  const pending = library.imports.begin();
  await stagedInstance(pending.stagingPath(), 'x');
  await (await pending.voxels('v')).close();
  await pending.abandon();
  expect(existsSync(pending.dir)).toBe(false);
  expect(library.studies.list()).toEqual([]);
});

test('a batch that cannot be stored leaves no row and no voxels', async () => {
  const pending = library.imports.begin();
  const good = await stagedInstance(pending.stagingPath(), 'good');
  const bad = await stagedInstance(pending.stagingPath(), 'bad', {
    sopInstanceUid: null as unknown as string,
  });
  await expect(pending.commit({ ...nothing, instances: [good, bad] })).rejects.toThrow();
  expect(library.studies.list()).toEqual([]);
  expect(existsSync(pending.dir)).toBe(false);
  reopen();
  expect(
    readdirSync(join(folder.dir, 'files')).flatMap((d) =>
      readdirSync(join(folder.dir, 'files', d)),
    ),
  ).toEqual([]);
});

test('a study is hidden, restored, hidden again and purged with its files', async () => {
  const volume = await importOne(library);
  library.studies.hide('1.2.3');
  expect(library.studies.list()).toEqual([]);
  expect(() => library.volumes.get(volume.id)).toThrow(/no volume/);
  library.studies.restore('1.2.3');
  expect(library.studies.get('1.2.3').series).toHaveLength(1);
  library.studies.hide('1.2.3');
  reopen();
  expect(() => library.studies.restore('1.2.3')).toThrow(/no study/);
  expect(readdirSync(join(folder.dir, 'volumes'))).toEqual([]);
  expect(library.stats()).toMatchObject({ studies: 0, instances: 0 });

  const again = await importOne(library);
  expect(library.studies.list()).toHaveLength(1);
  await expect(library.volumes.readVoxels(again.id)).resolves.toBeInstanceOf(Uint8Array);
});

test('a hidden study comes back when it is imported again', async () => {
  await importOne(library);
  library.studies.hide('1.2.3');
  await library.imports.begin().commit({ ...nothing, seenStudies: ['1.2.3'] });
  expect(library.studies.list()).toHaveLength(1);
});

test('new slices replace a volume, unless a result stands on it', async () => {
  const one = await importOne(library, 'a');
  const two = await importOne(library, 'bb', {}, { replacedVolumes: [one.id] });
  expect(library.volumes.list().map(({ id }) => id)).toEqual([two.id]);
  expect(readdirSync(join(folder.dir, 'volumes'))).toEqual([`${two.id}.raw`]);

  const entry = newResult(two);
  await library.results.save(entry);
  const three = await importOne(library, 'ccc', {}, { replacedVolumes: [two.id] });
  expect(library.volumes.list().map(({ id }) => id)).toEqual([two.id, entry.volume.id, three.id]);
  expect(library.volumes.get(two.id).warnings).toMatchObject([{ code: 'library/superseded' }]);
  expect(library.volumes.hasVoxels(two.id)).toBe(true);
  expect(() => library.volumes.find('1.2.3.4')).toThrow(
    expect.objectContaining({ code: 'library/ambiguous-series' }),
  );
});

test('a thumbnail is kept and replaced', async () => {
  const { id } = await importOne(library);
  expect(library.volumes.thumbnail(id)).toBeNull();
  library.volumes.saveThumbnail(id, Uint8Array.of(1, 2));
  library.volumes.saveThumbnail(id, Uint8Array.of(3));
  expect([...(library.volumes.thumbnail(id) ?? [])]).toEqual([3]);
});
