import { describe, expect, it } from 'vitest';
import { greyTable } from './colour.ts';
import { paintSlice } from './paint.ts';
import { computedView, projectionSlice, residualRange, windowBetween } from './projection-slice.ts';

describe('a view of a scan as a picture', () => {
  it('has u to the right and the head end up', () => {
    // u = 0: v = 0, 1, 2; u = 1: v = 0, 1, 2.
    const slice = projectionSlice(Float32Array.of(0, 1, 2, 10, 11, 12), 2, 3);
    expect(Array.from(slice.values)).toEqual([2, 12, 1, 11, 0, 10]);
  });

  it('refuses a view of another size', () => {
    expect(() => projectionSlice(new Float32Array(5), 2, 3)).toThrow(RangeError);
  });

  it('goes from black to white over exactly what it is given, however small', () => {
    const slice = projectionSlice(Float32Array.of(-0.02, 0, 0.02), 3, 1);
    const pixels = new Uint32Array(3);
    const grid = { startColumn: 0, stepColumn: 1, startRow: 0, stepRow: 1 };
    const look = { window: windowBetween(-0.02, 0.02), table: greyTable, smooth: false };
    paintSlice(pixels, 3, 1, slice, grid, look);
    expect(Array.from(pixels, (pixel) => pixel & 255)).toEqual([0, 128, 255]);
  });

  it('is the measured view plus the residual where it is computed', () => {
    const sum = computedView(Float32Array.of(1, 2), Float32Array.of(0.5, -0.25));
    expect(Array.from(sum)).toEqual([1.5, 1.75]);
  });

  it('has a round scale that a few wild pixels do not stretch', () => {
    const residual = Float32Array.from({ length: 1000 }, (_, n) => (n % 2 ? 0.018 : -0.012));
    residual[3] = 9;
    expect(residualRange(residual)).toBeCloseTo(0.02, 9);
    expect(residualRange(new Float32Array(10))).toBeGreaterThan(0);
  });
});
