import { expect, it } from 'vitest';
import { greyTable } from './colour.ts';
import { paintSlice } from './paint.ts';
import { computedPicture, residualRange, windowBetween } from './residual-picture.ts';
import type { Slice } from './slice.ts';

const row = (values: number[], slope = 1): Slice => ({
  columns: values.length,
  rows: 1,
  values: Float32Array.from(values),
  slope,
  intercept: 0,
  colours: null,
});

it('goes from black to white over exactly what it is given, however small', () => {
  const pixels = new Uint32Array(3);
  const grid = { startColumn: 0, stepColumn: 1, startRow: 0, stepRow: 1 };
  const look = { window: windowBetween(-0.02, 0.02), table: greyTable, smooth: false };
  paintSlice(pixels, 3, 1, row([-0.02, 0, 0.02]), grid, look);
  expect(Array.from(pixels, (pixel) => pixel & 255)).toEqual([0, 128, 255]);
});

it('is the measured view plus the residual where it is computed', () => {
  const sum = computedPicture(row([1, 2], 1000), row([0.5, -0.25], 1000))!;
  expect(Array.from(sum.values, (value) => value * sum.slope)).toEqual([1500, 1750]);
  expect(computedPicture(row([1, 2]), row([1]))).toBeNull();
});

it('has a round scale that a few wild pixels do not stretch', () => {
  const residual = Float32Array.from({ length: 1000 }, (_, n) => (n % 2 ? 0.018 : -0.012));
  residual[3] = 9;
  expect(residualRange(residual)).toBe(0.02);
  expect(residualRange(new Float32Array(10))).toBeGreaterThan(0);
});
