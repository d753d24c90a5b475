import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Library } from './library.ts';
import { openLibrary } from './open.ts';
import type { VolumeRecord } from './records.ts';
import { countingVoxels, importOne, newResult, temporaryFolder } from './testing/entries.ts';
import { sliceBytes } from './voxel-layout.ts';

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

/** What a selection must give, cut from the whole in memory. */
function expected(record: VolumeRecord, phase: number | undefined, k0: number, k1: number) {
  const bytes = countingVoxels(record);
  const size = sliceBytes(record);
  const phases = phase === undefined ? [...Array(record.phases).keys()] : [phase];
  const parts = phases.map((p) => {
    const start = p * record.dims[2];
    return bytes.subarray((start + k0) * size, (start + k1) * size);
  });
  return Buffer.concat(parts);
}

const selections = [
  [undefined, 0, 20],
  [0, 0, 20],
  [2, 0, 20],
  [1, 7, 8],
  [2, 5, 19],
  [undefined, 3, 11],
] as const;

describe.each(['imported', 'result'] as const)('%s voxels', (origin) => {
  async function volume(): Promise<VolumeRecord> {
    const source = await importOne(library, 'a slice', { phases: 3, phaseTimesMs: [0, 40, 80] });
    if (origin === 'imported') return source;
    const entry = newResult(source);
    await library.results.save(entry);
    return entry.volume;
  }

  test.each(selections)('phase %s, slices %i to %i', async (phase, k0, k1) => {
    const record = await volume();
    const read = await library.volumes.readVoxels(record.id, { phase, k0, k1 });
    expect(Buffer.from(read).equals(expected(record, phase, k0, k1))).toBe(true);
    expect(read.byteOffset).toBe(0);
  });

  test('the whole by default', async () => {
    const record = await volume();
    const read = await library.volumes.readVoxels(record.id);
    expect(Buffer.from(read).equals(countingVoxels(record))).toBe(true);
  });

  test('what lies outside is refused', async () => {
    const { id } = await volume();
    for (const outside of [{ phase: 3 }, { k0: 5, k1: 5 }, { k1: 21 }, { phase: -1 }]) {
      await expect(library.volumes.readVoxels(id, outside)).rejects.toThrow(
        expect.objectContaining({ code: 'library/out-of-range' }),
      );
    }
  });
});

test('a voxel file that is gone or short is missed, and can be made again', async () => {
  const record = await importOne(library);
  const path = join(folder.dir, 'volumes', `${record.id}.raw`);
  const missing = expect.objectContaining({ code: 'library/voxels-missing' }) as Error;
  truncateSync(path, 100);
  expect(library.volumes.hasVoxels(record.id)).toBe(false);
  await expect(library.volumes.readVoxels(record.id)).rejects.toThrow(missing);
  rmSync(path);
  await expect(library.volumes.readVoxels(record.id)).rejects.toThrow(missing);

  const abandoned = await library.volumes.rebuild(record.id);
  await abandoned.write(new Uint8Array(10), 0);
  await abandoned.abandon();
  expect(library.volumes.hasVoxels(record.id)).toBe(false);

  const writer = await library.volumes.rebuild(record.id);
  await writer.write(countingVoxels(record), 0);
  await writer.close();
  const read = await library.volumes.readVoxels(record.id);
  expect(Buffer.from(read).equals(countingVoxels(record))).toBe(true);
});
