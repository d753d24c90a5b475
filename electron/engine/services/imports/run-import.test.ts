import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDecodePool } from '../../../../studies/dicom/decode/pool.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import type { StudyRecord } from '../../../../studies/library/records.ts';
import { newResult, temporaryFolder } from '../../../../studies/library/testing/entries.ts';
import { bytesOf } from '../../../../studies/volume/volume.ts';
import { rebuildVoxels as rebuildWith } from './rebuild.ts';
import { importPaths as importWith, type ImportOptions } from './run-import.ts';
import { madeGrid, makeSeries } from './testing/made-series.ts';

// One set of workers for all tests: starting them takes longer than most of these imports.
const pool = createDecodePool();
afterAll(() => pool.close());
const importPaths = (into: Library, paths: string[], options: ImportOptions = {}) =>
  importWith(into, paths, { pool, ...options });
const rebuildVoxels = (of: Library, id: string) => rebuildWith(of, id, pool);

let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
const at = (...parts: string[]) => join(folder.dir, ...parts);
beforeEach(() => {
  folder = temporaryFolder();
  library = openLibrary(at('library'));
});
afterEach(() => {
  library.close();
  folder.remove();
});

const volumesOf = (study: StudyRecord | undefined) =>
  study?.series.flatMap((series) => series.volumes) ?? [];

async function expectMadeVoxels(id: string): Promise<void> {
  const voxels = await library.volumes.readVoxels(id);
  expect(Buffer.from(voxels).equals(bytesOf(madeGrid().voxels))).toBe(true);
}

test('a series becomes one volume with its voxels, thumbnail and files', async () => {
  const source = makeSeries(at('scan'));
  const progress: number[] = [];
  const report = await importPaths(library, [source], {
    onProgress: ({ filesDone, filesTotal }) => progress.push(filesDone / Math.max(1, filesTotal)),
  });
  expect(report).toMatchObject({ skipped: [], duplicates: 0 });
  expect(report.studies).toEqual(library.studies.list());
  const [study] = report.studies;
  expect(study).toMatchObject({ patientId: 'MADE-1', sample: false });
  expect(study?.series).toMatchObject([{ modality: 'CT', instances: 6 }]);
  const [volume, ...others] = volumesOf(study);
  expect(others).toEqual([]);
  expect(volume).toMatchObject({ kind: 'ct', unit: 'HU', dims: [16, 12, 6], windowCentre: 40 });
  await expectMadeVoxels(volume?.id ?? '');
  expect(library.volumes.thumbnail(volume?.id ?? '')?.subarray(1, 4)).toEqual(Buffer.from('PNG'));
  for (const { path, sha256, fileName } of library.imports.instancesOf(study?.uid ?? '')) {
    const kept = readFileSync(path);
    expect(kept.equals(readFileSync(join(source, fileName)))).toBe(true);
    expect(createHash('sha256').update(kept).digest('hex')).toBe(sha256);
  }
  expect(progress[0]).toBe(0);
  expect(progress.at(-1)).toBe(1);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
});

test('the same files again are duplicates and double nothing', async () => {
  const source = makeSeries(at('scan'));
  const first = await importPaths(library, [source]);
  const again = await importPaths(library, [source, makeSeries(at('copy'))]);
  expect(again).toEqual({ ...first, duplicates: 12 });
});

test('late slices of a known series put its volume together again', async () => {
  const [before] = (await importPaths(library, [makeSeries(at('part'), { without: [2] })])).studies;
  const [gapped] = volumesOf(before);
  const { studies, duplicates } = await importPaths(library, [makeSeries(at('whole'))]);
  expect(duplicates).toBe(5);
  const [volume, ...others] = volumesOf(studies[0]);
  expect(others).toEqual([]);
  expect(volume?.id).not.toBe(gapped?.id);
  await expectMadeVoxels(volume?.id ?? '');
  expect(existsSync(at('library', 'volumes', `${gapped?.id}.raw`))).toBe(false);
});

test('a new series beside a known one leaves the known volume as it is', async () => {
  const [first] = (await importPaths(library, [makeSeries(at('one'))])).studies;
  const [known] = volumesOf(first);
  const result = newResult(known!);
  await library.results.save(result);
  const second = makeSeries(at('two'), { seriesUid: '2.25.100.2', slices: 4 });
  const [study] = (await importPaths(library, [second])).studies;
  const ids = volumesOf(study).map(({ id }) => id);
  expect(ids).toContain(known?.id);
  expect(ids).toContain(result.volume.id);
  expect(ids).toHaveLength(3);
});

test('a deleted study is restored by importing it again, before and after it is purged', async () => {
  const source = makeSeries(at('scan'));
  const [study] = (await importPaths(library, [source])).studies;
  library.studies.hide(study?.uid ?? '');
  const back = await importPaths(library, [source]);
  expect(back.studies).toEqual([study]);
  expect(back.duplicates).toBe(6);

  library.studies.hide(study?.uid ?? '');
  library.close();
  library = openLibrary(at('library'));
  const fresh = await importPaths(library, [source]);
  expect(fresh.duplicates).toBe(0);
  await expectMadeVoxels(volumesOf(fresh.studies[0])[0]?.id ?? '');
});

test('lost files of the library come back with an import or are made again', async () => {
  const source = makeSeries(at('scan'));
  const [study] = (await importPaths(library, [source])).studies;
  const id = volumesOf(study)[0]?.id ?? '';
  const raw = at('library', 'volumes', `${id}.raw`);
  rmSync(raw);
  await rebuildVoxels(library, id);
  await expectMadeVoxels(id);

  const [instance] = library.imports.instancesOf(study?.uid ?? '');
  rmSync(instance?.path ?? '');
  rmSync(raw);
  await expect(rebuildVoxels(library, id)).rejects.toThrow();
  await importPaths(library, [source]);
  await rebuildVoxels(library, id);
  await expectMadeVoxels(id);
});

test('cancelling leaves the library as before', async () => {
  const abort = new AbortController();
  const reason = new Error('enough');
  const importing = importPaths(library, [makeSeries(at('scan'))], {
    signal: abort.signal,
    onProgress: ({ filesDone }) => filesDone === 3 && abort.abort(reason),
  });
  await expect(importing).rejects.toBe(reason);
  expect(library.studies.list()).toEqual([]);
  const left = readdirSync(at('library', 'staging'), { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile())).toEqual([]);
  expect(readdirSync(at('library', 'files'))).toEqual([]);
});

test('two imports of one series in two processes keep it single', async () => {
  const other = openLibrary(at('library'));
  const source = makeSeries(at('scan'));
  const reports = await Promise.all([importPaths(library, [source]), importPaths(other, [source])]);
  other.close();
  expect(reports.map(({ duplicates }) => duplicates).sort()).toEqual([0, 6]);
  expect(library.volumes.list()).toHaveLength(1);
});

describe('what cannot be used is listed with its reason and stops nothing', () => {
  /** Imports a good series with one more file beside it. */
  async function withBadFile(name: string, make: (path: string) => void) {
    const source = makeSeries(at('scan'));
    make(join(source, name));
    const report = await importPaths(library, [source]);
    expect(volumesOf(report.studies[0]).map(({ dims }) => dims[2])).toEqual([6]);
    return report.skipped;
  }
  const slice = () =>
    readFileSync(join(makeSeries(at('other'), { studyUid: '2.25.5' }), 'IM0001.dcm'));

  test.each([
    ['empty.dcm', () => Buffer.alloc(0), /empty\.dcm is empty/],
    ['notes.txt', () => Buffer.from('words '.repeat(100)), /notes\.txt is not a DICOM/],
    ['short.dcm', () => slice().subarray(0, 900), /short\.dcm ends before/],
    ['broken.zip', () => Buffer.from('PK\u0003\u0004 and then nothing'), /broken\.zip/],
    ['broken.nii', () => Buffer.from('not a nifti header'), /broken\.nii/],
    ['broken.nrrd', () => Buffer.from('NRRD0004\ntype: what'), /broken\.nrrd/],
  ])('%s', async (name, content, reason) => {
    const skipped = await withBadFile(name, (path) => writeFileSync(path, content()));
    expect(skipped).toEqual([
      { path: `scan/${name}`, reason: expect.stringMatching(reason) as string },
    ]);
    expect(library.imports.instancesOf('2.25.100')).toHaveLength(6);
  });

  test('an archive whose names climb out of it', async () => {
    const skipped = await withBadFile('evil.zip', (path) =>
      writeFileSync(path, zipOf('../../outside.dcm', slice())),
    );
    expect(skipped).toHaveLength(1);
    expect(existsSync(at('outside.dcm'))).toBe(false);
  });

  test('another file under the identity of a slice', async () => {
    const skipped = await withBadFile('IM0001-again.dcm', (path) => {
      writeFileSync(path, readFileSync(at('scan', 'IM0001.dcm')));
      appendFileSync(path, Buffer.alloc(8));
    });
    expect(skipped[0]?.reason).toMatch(/identity of another file/);
  });

  test('a slice of another patient in the same study', async () => {
    await importPaths(library, [makeSeries(at('scan'))]);
    const wrong = makeSeries(at('wrong'), { patientId: 'MADE-2', seriesUid: '2.25.100.7' });
    const { skipped } = await importPaths(library, [wrong]);
    expect(skipped).toHaveLength(6);
    expect(skipped[0]?.reason).toMatch(/another patient/);
    expect(library.volumes.list()).toHaveLength(1);
  });

  test('a path that is not there', async () => {
    const { skipped } = await importPaths(library, [at('absent')]);
    expect(skipped).toEqual([{ path: 'absent', reason: expect.any(String) as string }]);
  });
});

test('slices that all carry one SOP Instance UID still make a volume', async () => {
  const source = makeSeries(at('scan'));
  for (const name of readdirSync(source)) {
    const bytes = readFileSync(join(source, name));
    const uid = Buffer.from(/2\.25\.100\.1\.\d/.exec(bytes.toString('latin1'))?.[0] ?? '');
    const same = Buffer.from('2.25.100.1.1');
    for (let n = bytes.indexOf(uid); n >= 0; n = bytes.indexOf(uid, n + 1)) same.copy(bytes, n);
    writeFileSync(join(source, name), bytes);
  }
  const { studies, skipped } = await importPaths(library, [source]);
  expect(skipped).toEqual([]);
  await expectMadeVoxels(volumesOf(studies[0])[0]?.id ?? '');
  const again = await importPaths(library, [source]);
  expect(again.duplicates).toBe(6);
});

test('a MetaImage with its voxels beside it is one study and keeps both files', async () => {
  mkdirSync(at('meta'));
  const grid = madeGrid();
  writeFileSync(at('meta', 'v.raw'), bytesOf(grid.voxels));
  writeFileSync(
    at('meta', 'v.mhd'),
    `ObjectType = Image\nNDims = 3\nDimSize = 16 12 6\nElementType = MET_SHORT\n` +
      `ElementSpacing = 1 1 2\nElementByteOrderMSB = False\nElementDataFile = v.raw\n`,
  );
  const report = await importPaths(library, [at('meta')]);
  expect(report.skipped).toEqual([]);
  const [study] = report.studies;
  expect(study).toMatchObject({ patientId: '', description: 'v.mhd' });
  const id = volumesOf(study)[0]?.id ?? '';
  await expectMadeVoxels(id);
  expect(library.imports.instancesOf(study?.uid ?? '')).toHaveLength(2);
  truncateSync(at('library', 'volumes', `${id}.raw`), 10);
  await rebuildVoxels(library, id);
  await expectMadeVoxels(id);
  expect((await importPaths(library, [at('meta')])).studies).toEqual(report.studies);
});

/** A stored (uncompressed) zip of one entry, under any name at all. */
function zipOf(name: string, content: Buffer): Buffer {
  const entryName = Buffer.from(name);
  const crc = crc32(content);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt32LE(crc, 14);
  head.writeUInt32LE(content.length, 18);
  head.writeUInt32LE(content.length, 22);
  head.writeUInt16LE(entryName.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  head.copy(central, 6, 4, 30);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + entryName.length, 12);
  end.writeUInt32LE(head.length + entryName.length + content.length, 16);
  return Buffer.concat([head, entryName, content, central, entryName, end]);
}
