import { expect, test } from 'vitest';
import { resample } from './resample.ts';
import { workingGrid } from './working-grid.ts';

const range = [1.5, 3.5] as const;

test('a volume within the trained spacings is worked on its own grid', () => {
  const dims = [128, 128, 60] as const;
  const grid = workingGrid(dims, [1.5, 1.49, 3.5], range);
  expect(grid).toEqual({ dims, spacingMm: [1.5, 1.49, 3.5], resampled: false });
  expect(grid.dims).toBe(dims);
});

test('finer voxels go to the finest trained size, coarser to the coarsest, covering the volume', () => {
  expect(workingGrid([512, 512, 100], [0.5, 0.5, 1], range)).toEqual({
    dims: [171, 171, 67],
    spacingMm: [1.5, 1.5, 1.5],
    resampled: true,
  });
  expect(workingGrid([50, 50, 20], [5, 5, 8], range).spacingMm).toEqual([3.5, 3.5, 3.5]);
});

test('uneven voxels with a mean inside the range go to that mean', () => {
  const grid = workingGrid([256, 256, 60], [1, 1, 8], range);
  expect(grid.spacingMm[0]).toBeCloseTo(2);
  expect(grid.dims).toEqual([128, 128, 240]);
});

test('resampling keeps a linear ramp in place to a twentieth of a voxel, finer and coarser', () => {
  const from = { dims: [20, 3, 3], spacingMm: [2, 2, 2] } as const;
  const ramp = Float32Array.from({ length: 180 }, (_, i) => (i % 20) * 10);
  for (const spacing of [1, 3]) {
    const size = Math.ceil(40 / spacing);
    const to = { dims: [size, 3, 3], spacingMm: [spacing, 2, 2] } as const;
    const out = resample(ramp, from, to);
    for (let i = 4; i < size - 4; i++) {
      const expected = (((i - (size - 1) / 2) * spacing) / 2 + 9.5) * 10;
      expect(Math.abs(out[i]! - expected)).toBeLessThan(spacing === 1 ? 1e-3 : 0.5);
    }
  }
});

test('coarser voxels average noise instead of picking it', () => {
  const from = { dims: [64, 64, 4], spacingMm: [1, 1, 1] } as const;
  const to = { dims: [16, 16, 4], spacingMm: [4, 4, 1] } as const;
  const checkers = Int16Array.from({ length: 64 * 64 * 4 }, (_, i) =>
    (i + Math.floor(i / 64)) % 2 === 0 ? 1000 : -1000,
  );
  expect(resample(checkers, from, to).every((v) => Math.abs(v) < 40)).toBe(true);
});

test('a constant stays constant to the border, on every axis', () => {
  const from = { dims: [7, 9, 5], spacingMm: [0.5, 3, 1] } as const;
  const to = { dims: [3, 18, 4], spacingMm: [1.5, 1.5, 1.5] } as const;
  const out = resample(new Int16Array(315).fill(77), from, to);
  expect(out.length).toBe(216);
  expect(out.every((v) => Math.abs(v - 77) < 1e-4)).toBe(true);
});
