import { describe, expect, it } from 'vitest';
import { greyLevel } from '../../studies/volume/plane-picture.ts';
import { differenceTable, greyTable } from './colour.ts';
import { paintSlice } from './paint.ts';
import { canvasToPatient, patientToCanvas, place, restingShift, sampleGrid } from './placement.ts';
import { subtractSlices, type Slice } from './slice.ts';
import { windowLine } from './window-level.ts';

const ramp: Slice = {
  columns: 4,
  rows: 2,
  values: Int16Array.from([0, 100, 200, 300, 400, 500, 600, 700]),
  slope: 2,
  intercept: -100,
  colours: null,
};
const straight = { startColumn: 0, stepColumn: 1, startRow: 0, stepRow: 1 };
const grey = (pixel: number) => pixel & 255;

describe('painting', () => {
  it('agrees with the report on the grey of every value', () => {
    const window = { centre: 40, width: 400 };
    const pixels = new Uint32Array(8);
    paintSlice(pixels, 4, 2, ramp, straight, { window, table: greyTable, smooth: false });
    const expected = Array.from(ramp.values, (value) => greyLevel(value * 2 - 100, window));
    expect(Array.from(pixels, grey)).toEqual(expected);
  });

  it('interpolates values and not greys: a window between two pixels shows both ends of it', () => {
    const step: Slice = {
      ...ramp,
      columns: 2,
      rows: 1,
      values: Int16Array.of(0, 100),
      slope: 1,
      intercept: 0,
    };
    const pixels = new Uint32Array(5);
    const look = { window: { centre: 50, width: 2 }, table: greyTable, smooth: true };
    paintSlice(pixels, 5, 1, step, { ...straight, stepColumn: 0.25 }, look);
    expect(Array.from(pixels, grey)).toEqual([0, 0, 255, 255, 255]);
  });

  it('leaves what lies outside the slice and outside its columns untouched', () => {
    const pixels = new Uint32Array(16).fill(7);
    const grid = { startColumn: -2, stepColumn: 1, startRow: -1, stepRow: 1 };
    const look = { window: { centre: 300, width: 2000 }, table: greyTable, smooth: true };
    paintSlice(pixels, 4, 4, ramp, grid, look, 0, 3);
    expect(Array.from(pixels, (pixel) => (pixel === 7 ? '.' : '#')).join('')).toBe(
      '....' + '..#.' + '..#.' + '....',
    );
  });

  it('shows a step of one HU at a width of 10', () => {
    const { slope } = windowLine({ centre: 40, width: 10 });
    expect(slope).toBeGreaterThan(25);
  });
});

it('a difference of nothing is the darkest colour, and both signs are equally far from it', () => {
  const zero = subtractSlices(ramp, ramp)!;
  expect(Array.from(zero.values)).toEqual(Array<number>(8).fill(0));
  const { slope, offset } = windowLine({ centre: 0.5, width: 401 });
  expect(offset).toBeCloseTo(127.5, 9);
  expect(200 * slope + offset).toBeCloseTo(255, 9);
  expect(-200 * slope + offset).toBeCloseTo(0, 9);
  const light = (index: number) =>
    [0, 8, 16].reduce((sum, shift) => sum + ((differenceTable[index]! >> shift) & 255), 0);
  for (const index of [0, 60, 200, 255]) expect(light(index)).toBeGreaterThan(light(127));
});

it('canvas and patient points are each other’s inverse at any zoom and pan', () => {
  const geometry = {
    dims: [64, 48, 20],
    spacingMm: [0.7, 1.1, 3],
    originMm: [10, -20, 30],
    axes: [
      [0, 1, 0],
      [0, 0, -1],
      [1, 0, 0],
    ],
  } as const;
  const shift = { zoom: 2.5, panMm: [12, -7] } as const;
  const placement = place(geometry, 600, 400, shift);
  const [x, y] = patientToCanvas(placement, canvasToPatient(placement, 7, 123, 321));
  expect(x).toBeCloseTo(123, 9);
  expect(y).toBeCloseTo(321, 9);
  const resting = place(geometry, 600, 400, restingShift);
  const { startColumn, stepColumn } = sampleGrid(resting, 2);
  // Device pixel p has its centre at (p + 0.5) / 2 CSS pixels.
  expect(startColumn + 600 * stepColumn).toBeCloseTo(31.5 + stepColumn / 2, 9);
});
