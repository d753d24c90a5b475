import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HeartPlane, HeartView } from '../../../../studies/library/heart-records.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { importOne } from '../../../../studies/library/testing/entries.ts';
import { newHeart } from '../../../../studies/library/testing/hearts.ts';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.ts';
import { longAxisMasks, longAxisPlanes } from './long-axis-masks.ts';

let library: Library;
let cine: VolumeRecord;
beforeEach(async () => {
  library = openLibrary(join(temporaryFolder(), 'library'));
  cine = await importOne(library, 'a cine', { kind: 'cine', phases: 3, unit: 'signal' });
});
afterEach(() => library.close());

const plane = (view: HeartView, slice: number, parts: Partial<HeartPlane> = {}): HeartPlane => ({
  id: `${cine.id}/${slice}`,
  volumeId: cine.id,
  slice,
  view,
  viewBy: 'geometry',
  order: null,
  used: true,
  reason: null,
  slot: null,
  phases: cine.phases,
  originMm: [0, 0, 0],
  row: [1, 0, 0],
  column: [0, 1, 0],
  spacingMm: [1, 1],
  thicknessMm: 8,
  dims: [cine.dims[0], cine.dims[1]],
  ...parts,
});

/** A heart of twice as many lead phases; label maps count 0 to 5. */
async function heart(planes: HeartPlane[]) {
  const entry = newHeart(cine, { planes, phases: 6 });
  await library.hearts.save(entry);
  return entry;
}

test('a study without a heart has none', async () => {
  expect(await longAxisMasks(library, cine.studyUid)).toEqual([]);
  expect(await longAxisPlanes(library, cine.studyUid, 0)).toEqual([]);
});

test('only long-axis planes in use that have labels count', async () => {
  const planes = [
    plane('sax', 0),
    plane('4ch', 1, { used: false }),
    plane('2ch', 1, { volumeId: 'another' }),
  ];
  await heart(planes);
  expect(await longAxisMasks(library, cine.studyUid)).toEqual([]);
  expect(await longAxisPlanes(library, cine.studyUid, 0)).toEqual([]);
});

test('the labels of its slice at the nearest moment of its own beat, as a person left them', async () => {
  const { result, labels } = await heart([plane('4ch', 1)]);
  const { voxels } = labels[0]!;
  const size = cine.dims[0] * cine.dims[1];
  const begins = (phase: number, slice: number) => (phase * cine.dims[2] + slice) * size;
  const modelled = (phase: number) =>
    Buffer.from(voxels.subarray(begins(phase, 1), begins(phase, 1) + size));
  const [found] = await longAxisPlanes(library, cine.studyUid, 4);
  expect(found!.plane).toMatchObject({ view: '4ch', slice: 1 });
  expect(modelled(2).equals(found!.labels)).toBe(true);

  const drawn = new Uint8Array(size).fill(2);
  const place = { sourceVolumeId: cine.id, slice: 1, phase: 2, labels: drawn };
  await library.hearts.draw(result.id, [place], null, []);
  const [edited] = await longAxisPlanes(library, cine.studyUid, 4);
  expect(edited!.labels).toEqual(drawn);
  const [map] = await longAxisMasks(library, cine.studyUid);
  expect(map).toMatchObject({ sourceVolumeId: cine.id, dims: cine.dims, phases: 3 });
  const at = begins(2, 1);
  expect(map!.labels.subarray(at, at + size)).toEqual(drawn);
  expect(modelled(1).equals(map!.labels.subarray(begins(1, 1), begins(1, 1) + size))).toBe(true);
});
