import { expect, test } from 'vitest';
import { meanGradient } from './sharpness.ts';

const dims = [12, 10, 8] as const;
const [columns, rows] = dims;
const volume = (value: (i: number, j: number, k: number) => number) =>
  Int16Array.from({ length: columns * rows * dims[2] }, (_, n) =>
    value(n % columns, Math.floor(n / columns) % rows, Math.floor(n / (columns * rows))),
  );

test('a slope has its own steepness everywhere', () => {
  expect(
    meanGradient(
      volume((i, j, k) => 30 * i + 40 * j + 0 * k),
      dims,
      null,
    ),
  ).toBeCloseTo(50, 5);
  expect(
    meanGradient(
      volume((_i, _j, k) => 7 * k),
      dims,
      null,
    ),
  ).toBeCloseTo(7, 5);
});

test('the border of the field of view does not count as an edge', () => {
  const outside = new Uint8Array(columns * rows);
  for (let p = 0; p < outside.length; p++) outside[p] = p % columns < 4 ? 1 : 0;
  const hu = volume((i) => (i < 4 ? -1000 : 40));
  expect(meanGradient(hu, dims, outside)).toBe(0);
  expect(meanGradient(hu, dims, null)).toBeGreaterThan(0);
});
