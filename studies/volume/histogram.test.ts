import { describe, expect, it } from 'vitest';
import { percentiles, suggestWindow } from './histogram.ts';
import { gridOf, upright } from './testing/grids.ts';

const ramp = gridOf(upright([101, 1, 1]), ([x]) => x);

it('gives percentiles, linear between ranks, in physical units', () => {
  expect(percentiles(ramp, [0, 25, 50, 100])).toEqual([0, 25, 50, 100]);
  expect(percentiles({ ...ramp, rescaleSlope: 2, rescaleIntercept: 1 }, [50])).toEqual([101]);
});

it('passes over NaN', () => {
  const grid = { ...ramp, voxels: Float32Array.of(...ramp.voxels.subarray(0, 100), Number.NaN) };
  expect(percentiles(grid, [0, 100])).toEqual([0, 99]);
});

it('is close on a volume too large to sort whole', () => {
  const big = gridOf(upright([128, 128, 64]), ([x, y, z]) => x + y + z);
  const [low, middle, high] = percentiles(big, [0.5, 50, 99.5]);
  expect(Math.abs(middle! - 158.5)).toBeLessThan(2);
  expect(low! + high!).toBeCloseTo(317, -1);
});

describe('window', () => {
  it('of HU is soft tissue', () => {
    const body = gridOf(upright([100, 10, 10]), ([x]) => (x < 40 ? -1000 : 40));
    expect(suggestWindow(body)).toEqual({ centre: 40, width: 400 });
  });

  it('of HU far from tissue follows the values', () => {
    const lung = gridOf(upright([100, 10, 10]), ([x]) => -900 + x);
    expect(suggestWindow(lung).centre).toBeCloseTo(-850, -1);
  });

  it('of signal spans what is above the background', () => {
    const mr = {
      ...gridOf(upright([200, 10, 1]), ([x]) => (x < 100 ? 0 : 500 + x)),
      unit: 'signal' as const,
    };
    const { centre, width } = suggestWindow(mr);
    expect(centre).toBeCloseTo(650, -1);
    expect(width).toBeGreaterThan(90);
    expect(width).toBeLessThan(100);
  });

  it('of an empty picture is still one', () => {
    const flat = { ...gridOf(upright([5, 5, 1]), () => 3), unit: 'none' as const };
    expect(suggestWindow(flat)).toEqual({ centre: 3, width: 1 });
  });
});
