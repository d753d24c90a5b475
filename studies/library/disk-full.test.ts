import { readdirSync } from 'node:fs';
import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Database } from './database.ts';
import type { Library } from './library.ts';
import { openLibrary } from './open.ts';
import { importOne, newResult, temporaryFolder } from './testing/entries.ts';

vi.mock('node:fs/promises', async (original) => ({ ...(await original<typeof promises>()) }));

const full = expect.objectContaining({ code: 'library/disk-full' }) as Error;
let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
beforeEach(() => {
  folder = temporaryFolder();
  library = openLibrary(folder.dir);
});
afterEach(() => {
  vi.restoreAllMocks();
  library.close();
  folder.remove();
});

/** Makes every connection's database end `pages` pages after where it stands. */
function limitDatabase(pages: number): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const transaction = Database.prototype.transaction;
  vi.spyOn(Database.prototype, 'transaction').mockImplementation(function (this: Database, work) {
    const size = Number(this.raw.pragma('page_count', { simple: true }));
    this.raw.pragma(`max_page_count = ${size + pages}`);
    return transaction.call(this, work);
  });
}

/** Noise does not compress, so the slabs need the pages. */
function noisyResult(source: Parameters<typeof newResult>[0]) {
  const entry = newResult(source);
  const voxels = crypto.getRandomValues(new Uint8Array(entry.voxels.length));
  return { ...entry, voxels };
}

test('a result that does not fit is refused whole', async () => {
  const source = await importOne(library, 'a', { dims: [32, 32, 20] });
  limitDatabase(4);
  await expect(library.results.save(noisyResult(source))).rejects.toThrow(full);
  vi.restoreAllMocks();
  expect(library.results.list()).toEqual([]);
  expect(library.volumes.list()).toHaveLength(1);
});

test('an import whose rows do not fit leaves no row and no voxels', async () => {
  await importOne(library, 'a');
  limitDatabase(0);
  const big = 'x'.repeat(60_000);
  const more = importOne(library, 'bb', { studyUid: '9', seriesUid: '9.1', description: big });
  await expect(more).rejects.toThrow(full);
  vi.restoreAllMocks();
  expect(library.studies.list()).toHaveLength(1);
  expect(readdirSync(join(folder.dir, 'volumes'))).toHaveLength(1);
});

test('voxels that do not fit on the disk are refused and leave nothing', async () => {
  const open = promises.open;
  vi.spyOn(promises, 'open').mockImplementation(async (...how) => {
    const file = await open(...how);
    if (!String(how[0]).endsWith('.raw')) return file;
    const failure = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    vi.spyOn(file, 'write').mockRejectedValue(failure);
    return file;
  });
  const pending = library.imports.begin();
  const writer = await pending.voxels('v');
  await expect(writer.write(new Uint8Array(1000), 0)).rejects.toThrow(full);
  await writer.close();
  await pending.abandon();
  expect(readdirSync(join(folder.dir, 'volumes'))).toEqual([]);
  expect(library.studies.list()).toEqual([]);
});

test('files that cannot be synced are refused and leave nothing', async () => {
  const open = promises.open;
  vi.spyOn(promises, 'open').mockImplementation(async (...how) => {
    const file = await open(...how);
    const failure = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    if (how[1] === 'r+') vi.spyOn(file, 'datasync').mockRejectedValue(failure);
    return file;
  });
  await expect(importOne(library, 'a')).rejects.toThrow(full);
  expect(library.studies.list()).toEqual([]);
  const staging = readdirSync(join(folder.dir, 'staging'), {
    recursive: true,
    withFileTypes: true,
  });
  expect(staging.filter((entry) => entry.isFile())).toEqual([]);
});
