import { expect, test } from 'vitest';
import { bootstrap, wilcoxonP } from './paired.ts';
import { surfaceDistance } from './surface-distance.ts';

test('signed ranks: p of a known example, and none for balanced or few differences', () => {
  // Ten positive differences of different size: T = 0, z = 2.752 with the continuity correction.
  const all = Array.from({ length: 10 }, (_, n) => n + 1);
  expect(wilcoxonP(all)).toBeCloseTo(0.0059, 3);
  expect(wilcoxonP([1, -1, 2, -2, 3, -3])).toBeCloseTo(1, 1);
  expect(wilcoxonP([1, 2, 3])).toBe(1);
});

test('the bootstrap interval holds the mean and is narrow where values agree', () => {
  const values = Array.from({ length: 40 }, (_, n) => 1 + 0.1 * Math.sin(n));
  const { mean, low, high } = bootstrap(values);
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
  expect(high - low).toBeLessThan(0.1);
  expect(bootstrap([2, 2, 2])).toEqual({ mean: 2, low: 2, high: 2 });
});

test('two boxes a voxel apart in depth: the distance is the step', () => {
  const box = (k0: number, k1: number) => {
    const mask = new Uint8Array(12 * 9216);
    for (let k = k0; k < k1; k++)
      for (let j = 20; j < 40; j++) mask.fill(1, k * 9216 + j * 96 + 20, k * 9216 + j * 96 + 40);
    return mask;
  };
  expect(surfaceDistance(box(2, 6), box(2, 6), [2, 2, 2])).toEqual({ meanMm: 0, p95Mm: 0 });
  const apart = surfaceDistance(box(2, 4), box(7, 9), [2, 2, 2])!;
  expect(apart.p95Mm).toBeCloseTo(10, 5);
  expect(apart.meanMm).toBeGreaterThan(6);
  expect(surfaceDistance(box(2, 4), new Uint8Array(12 * 9216), [2, 2, 2])).toBeNull();
});
