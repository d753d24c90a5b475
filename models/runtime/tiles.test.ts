import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addTile, readTile } from './tile-voxels.ts';
import { planAxis, planTiles, reflect } from './tiles.ts';

const options = fc
  .record({ eighths: fc.integer({ min: 4, max: 12 }), overlap: fc.integer({ min: 0, max: 24 }) })
  .map(({ eighths, overlap }) => ({ tile: eighths * 8, overlap }));

test('weights of an axis sum to one at every voxel, for any size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), options, (size, tiling) => {
      const total = new Float64Array(size);
      for (const { start, weight } of planAxis(size, tiling).tiles)
        weight.forEach((w, i) => (total[start + i]! += w));
      expect(total.every((sum) => Math.abs(sum - 1) < 1e-6)).toBe(true);
    }),
  );
});

test('tiles are multiples of 8, not longer than asked, and overlap at least as much as asked', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), options, (size, tiling) => {
      const { length, tiles } = planAxis(size, tiling);
      expect(length % 8).toBe(0);
      expect(length).toBeLessThanOrEqual(tiling.tile);
      for (let n = 1; n < tiles.length; n++) {
        const shared = tiles[n - 1]!.start + length - tiles[n]!.start;
        expect(shared).toBeGreaterThanOrEqual(tiling.overlap);
      }
      const last = tiles.at(-1)!;
      expect(last.start + last.inside).toBe(size);
    }),
  );
});

test('a single tile has weight one exactly', () => {
  const [only] = planAxis(40, { tile: 64, overlap: 16 }).tiles;
  expect(only!.weight.every((w) => w === 1)).toBe(true);
});

test('reflection mirrors at the border voxels without repeating them', () => {
  expect([-3, -2, -1, 0, 1, 2, 3, 4, 5, 6].map((i) => reflect(i, 4))).toEqual([
    3, 2, 1, 0, 1, 2, 3, 2, 1, 0,
  ]);
  expect(reflect(5, 1)).toBe(0);
});

test('a volume read by tiles and blended back is itself, whatever its size', () => {
  for (const dims of [
    [70, 33, 9],
    [1, 5, 100],
  ] as const) {
    const volume = Float32Array.from(
      { length: dims[0] * dims[1] * dims[2] },
      (_, i) => Math.sin(i) + 2,
    );
    const plan = planTiles(dims, { tile: 32, overlap: 8 });
    const tile = new Float32Array(plan.tileDims[0] * plan.tileDims[1] * plan.tileDims[2]);
    const blended = new Float32Array(volume.length);
    for (const each of plan.tiles) {
      readTile(plan, each, volume, tile);
      addTile(plan, each, tile, blended);
    }
    expect(blended.every((v, i) => Math.abs(v - volume[i]!) < 1e-5)).toBe(true);
  }
});

test('a tile longer than the volume holds its reflection', () => {
  const plan = planTiles([3, 1, 1], { tile: 64, overlap: 16 });
  const tile = new Float32Array(32 ** 3);
  readTile(plan, plan.tiles[0]!, Float32Array.of(10, 20, 30), tile);
  expect([...tile.subarray(0, 8)]).toEqual([10, 20, 30, 20, 10, 20, 30, 20]);
  expect([...tile.subarray(32, 36)]).toEqual([10, 20, 30, 20]);
});

test('a table scales 16-bit voxels on the way in', () => {
  const table = Float32Array.from({ length: 65536 }, (_, i) => (i - 32768) / 2);
  const plan = planTiles([2, 1, 1], { tile: 64, overlap: 16 });
  const tile = new Float32Array(32 ** 3);
  readTile(plan, plan.tiles[0]!, Int16Array.of(-7, 9), tile, table);
  expect([tile[0], tile[1], tile[2]]).toEqual([-3.5, 4.5, -3.5]);
});
