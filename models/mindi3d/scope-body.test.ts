import { expect, test } from 'vitest';
import { bodyAtEdgePercent, bodyWarnings } from './scope-body.ts';

const dims = [40, 40, 6] as const;

/** A disc of tissue in the circle of the field of view, air around the circle. */
function disc(radius: number, { centre = 0, field = 0.95 } = {}): Int16Array {
  return Int16Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, n) => {
    const u = (2 * (n % dims[0])) / (dims[0] - 1) - 1;
    const v = (2 * (Math.floor(n / dims[0]) % dims[1])) / (dims[1] - 1) - 1;
    if (Math.hypot(u, v) > field) return -1000;
    const tissue = Math.hypot(u - centre, v) < radius;
    // Noise: a column that holds one value in every slice would pass for padding.
    return (tissue ? 40 : -950) + (Math.floor(n / (dims[0] * dims[1])) % 3);
  });
}

const volume = { dims: [...dims] as [number, number, number], reconstruction: null };
const codes = (hu: Int16Array, truncation = true) =>
  bodyWarnings(volume, hu, { truncation }).map(({ code }) => code);

test('a body inside the field of view has no warning', () => {
  expect(bodyAtEdgePercent(disc(0.8), dims)).toBe(0);
  expect(codes(disc(0.8))).toEqual([]);
});

test('a body that fills or leaves the field of view has one', () => {
  expect(bodyAtEdgePercent(disc(2), dims)).toBe(100);
  expect(codes(disc(2))).toEqual(['model/truncated']);
  expect(codes(disc(0.8, { centre: 0.4 }))).toEqual(['model/truncated']);
});

test('slices without a padded corner are cut by their own sides', () => {
  expect(codes(disc(2, { field: 2 }))).toEqual(['model/truncated']);
});

test('where the projections tell better, the picture is not asked', () => {
  expect(codes(disc(2), false)).toEqual([]);
});

test('an iterative reconstruction is not what the model corrects', () => {
  const reconstruction = {
    method: 'os-sart-tv' as const,
    views: 50,
    hannCutOff: 1,
    iterations: 10,
  };
  const found = bodyWarnings({ ...volume, reconstruction }, disc(0.8), { truncation: true });
  expect(found.map(({ code }) => code)).toEqual(['model/not-fdk']);
});
