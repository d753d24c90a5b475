import { describe, expect, it } from 'vitest';
import { departureTable, spreadTable } from './colour.ts';
import type { Slice } from './slice.ts';
import { legendTable, paintVeil, type Veil } from './veil.ts';

const values = (...all: number[]): Slice => ({
  columns: all.length,
  rows: 1,
  values: Float32Array.from(all),
  slope: 1,
  intercept: 0,
  colours: null,
});
const straight = { startColumn: 0, stepColumn: 1, startRow: 0, stepRow: 1 };
const scale = { table: departureTable, low: -100, high: 100 };
const veil = (given: Partial<Veil>): Veil => ({
  slice: values(-100, -10, 0, 10, 100),
  scale,
  threshold: 10,
  opacity: 1,
  ...given,
});
const ground = 0xff404040;
function painted(given: Partial<Veil>, from = 0, to = 5): number[] {
  const pixels = new Uint32Array(5).fill(ground);
  paintVeil(pixels, 5, 1, veil(given), straight, false, from, to);
  return Array.from(pixels);
}
const channels = (pixel: number) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
const blueNotRed = (pixel: number) => channels(pixel)[2]! > channels(pixel)[0]!;

describe('a veil', () => {
  it('leaves clear what is below the threshold, on both sides of zero', () => {
    const [low, lessLow, none, lessHigh, high] = painted({ threshold: 10.5 });
    expect([lessLow, none, lessHigh]).toEqual([ground, ground, ground]);
    expect(low).toBe(departureTable[0]);
    expect(high).toBe(departureTable[255]);
  });

  it('marks from the threshold on: too dark in blue, too bright in orange', () => {
    const [, lessLow, none, lessHigh] = painted({ threshold: 10 });
    expect(none).toBe(ground);
    expect(blueNotRed(lessLow!)).toBe(true);
    expect(blueNotRed(lessHigh!)).toBe(false);
  });

  it('lets as much of the picture through as its opacity says', () => {
    expect(painted({ opacity: 0 })).toEqual(Array(5).fill(ground));
    const half = channels(painted({ opacity: 0.5 })[0]!);
    const full = channels(departureTable[0]!);
    half.forEach((channel, n) => expect(channel).toBeCloseTo((0x40 + full[n]!) / 2, -0.5));
  });

  it('stays within its columns, clamps what lies beyond its scale, and skips what is not here', () => {
    const slice = values(900, 900, NaN, -900, -900);
    const pixels = painted({ slice }, 1, 4);
    expect(pixels).toEqual([ground, departureTable[255], ground, departureTable[0], ground]);
  });

  it('reads stored samples through their rescale', () => {
    const slice = { ...values(0, 0, 0, 0, 300), slope: 0.5, intercept: -50 };
    const pixels = painted({ slice });
    expect(pixels[4]).toBe(departureTable[255]);
    expect(blueNotRed(pixels[0]!)).toBe(true);
  });

  it('shows in its legend what stays clear', () => {
    const legend = legendTable({ table: spreadTable, low: 0, high: 255 }, 20, 0xff000000);
    expect(legend[19]).toBe(0xff000000);
    expect(legend[20]).toBe(spreadTable[20]);
  });
});
