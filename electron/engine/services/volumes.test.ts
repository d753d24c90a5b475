import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { createDecodePool } from '../../../studies/dicom/decode/pool.ts';
import type { Library } from '../../../studies/library/library.ts';
import { openLibrary } from '../../../studies/library/open.ts';
import { newResult, temporaryFolder } from '../../../studies/library/testing/entries.ts';
import { bytesOf } from '../../../studies/volume/volume.ts';
import { importPaths } from './imports/run-import.ts';
import { madeGrid, makeSeries } from './imports/testing/made-series.ts';
import type { ByteBody, VolumesService } from './services.ts';
import { createVolumes } from './volumes.ts';

const whole = Buffer.from(bytesOf(madeGrid().voxels));
const SLICE_BYTES = 16 * 12 * 2;
const pool = createDecodePool();
afterAll(() => pool.close());
let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
let volumes: VolumesService;
let id: string;
beforeEach(async () => {
  folder = temporaryFolder();
  library = openLibrary(join(folder.dir, 'library'));
  await importPaths(library, [makeSeries(join(folder.dir, 'scan'))], { pool });
  id = library.volumes.list()[0]?.id ?? '';
  volumes = createVolumes(library);
});
afterEach(() => {
  library.close();
  folder.remove();
});

async function collect(body: ByteBody): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.chunks) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  expect(bytes.byteLength).toBe(body.byteLength);
  return bytes;
}

test('voxels of an imported volume and of a result, whole and in part', async () => {
  const record = await volumes.get(id);
  const entry = newResult(record);
  await library.results.save({ ...entry, voxels: whole });
  for (const volumeId of [id, entry.volume.id]) {
    expect((await collect(await volumes.voxels(volumeId, {}))).equals(whole)).toBe(true);
    const part = await collect(await volumes.voxels(volumeId, { phase: 0, k0: 2, k1: 4 }));
    expect(part.equals(whole.subarray(2 * SLICE_BYTES, 4 * SLICE_BYTES))).toBe(true);
    const grid = await volumes.grid(volumeId, 0);
    expect(grid.voxels).toEqual(madeGrid().voxels);
  }
});

test('tags tell ranges apart', async () => {
  const tags = await Promise.all(
    [{}, { phase: 0 }, { k0: 1 }, { k1: 1 }].map(
      async (range) => (await volumes.voxels(id, range)).etag,
    ),
  );
  expect(new Set(tags).size).toBe(4);
});

test('what lies outside is refused before anything is sent', async () => {
  await expect(volumes.voxels(id, { k0: 3, k1: 9 })).rejects.toThrow(/lies outside/);
  await expect(volumes.voxels('nobody', {})).rejects.toThrow(/no volume/);
});

test('a lost voxel file is made again, once, however many ask', async () => {
  rmSync(join(folder.dir, 'library', 'volumes', `${id}.raw`));
  const bodies = await Promise.all([volumes.voxels(id, {}), volumes.voxels(id, {})]);
  for (const body of bodies) expect((await collect(body)).equals(whole)).toBe(true);
});

test('a result gets its thumbnail when first asked for', async () => {
  const entry = newResult(await volumes.get(id));
  await library.results.save({ ...entry, voxels: whole });
  const png = await volumes.thumbnail(entry.volume.id);
  expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG');
  expect(library.volumes.thumbnail(entry.volume.id)).toEqual(Buffer.from(png));
});
