import { describe, expect, it } from 'vitest';
import { fieldOfViewMask } from './field-of-view.ts';
import { compare } from './metrics.ts';
import { noise, upright } from './testing/grids.ts';
import type { VoxelGrid } from './volume.ts';

/** The pair that the reference numbers below were computed from with numpy and scipy. */
function pair(dims: [number, number, number]): [VoxelGrid, VoxelGrid] {
  const count = dims[0] * dims[1] * dims[2];
  const [first, second] = [noise(1, count), noise(2, count)];
  const a = Float32Array.from(first, (u) => u * 1500 - 900);
  const b = Float32Array.from(first, (u, n) => u * 1500 - 900 + (second[n]! - 0.4) * 300);
  return [a, b].map((voxels) => ({
    geometry: upright(dims),
    phases: 1,
    voxelType: 'float32' as const,
    voxels,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU' as const,
  })) as [VoxelGrid, VoxelGrid];
}

describe('compare', () => {
  it('agrees with scipy over the whole volume', () => {
    const result = compare(...pair([12, 11, 10]));
    expect(result.voxels).toBe(1320);
    expect(result.psnrDb).toBeCloseTo(26.555867, 4);
    expect(result.ssim).toBeCloseTo(0.895516, 4);
    expect(result.rmseHu).toBeCloseTo(94.023555, 3);
    expect(result.maeHu).toBeCloseTo(80.61432, 3);
    expect(result.biasHu).toBeCloseTo(34.013323, 3);
    expect(result.dataRangeHu).toBe(2000);
  });

  it('agrees with scipy where the window is larger than the volume', () => {
    expect(compare(...pair([4, 3, 2])).ssim).toBeCloseTo(0.967246, 4);
  });

  it('agrees with numpy inside the field of view', () => {
    const result = compare(...pair([30, 28, 24]), { mask: 'fov' });
    expect(result.voxels).toBe(896);
    expect(result.psnrDb).toBeCloseTo(26.534411, 4);
    expect(result.ssim).toBeCloseTo(0.929699, 4);
    expect(result.biasHu).toBeCloseTo(37.288785, 3);
  });

  it('gives finite numbers for equal volumes', () => {
    const [a] = pair([12, 11, 10]);
    expect(compare(a, a)).toMatchObject({ rmseHu: 0, maeHu: 0, biasHu: 0 });
    expect(compare(a, a).psnrDb).toBeCloseTo(156.02, 1);
    expect(compare(a, a).ssim).toBeCloseTo(1, 6);
  });

  it('clips before comparing and reads rescaled values', () => {
    const [a] = pair([12, 11, 10]);
    const metal = { ...a, voxels: a.voxels.map((v, n) => (n === 7 ? 3000 : v)) };
    const more = { ...a, voxels: a.voxels.map((v, n) => (n === 7 ? 9000 : v)) };
    expect(compare(metal, more).maeHu).toBe(0);
    const stored = { ...a, voxels: a.voxels.map((v) => v + 1024), rescaleIntercept: -1024 };
    expect(compare(a, stored).maeHu).toBeLessThan(1e-3);
  });

  it('refuses volumes of different grids, naming what differs', () => {
    const [a, b] = pair([12, 11, 10]);
    const on = (geometry: VoxelGrid['geometry']) => () => compare(a, { ...b, geometry });
    expect(on(upright([10, 11, 12]))).toThrow(/10x11x12/);
    expect(on(upright([12, 11, 10], [1, 1, 1.2]))).toThrow(/1x1x1.2 mm/);
    expect(on(upright([12, 11, 10], [1, 1, 1], [0.5, 0, 0]))).toThrow(/origins/);
    expect(on(upright([12, 11, 10], [1, 1, 1], [0.001, 0, 0]))).not.toThrow();
  });

  it('refuses a mask that leaves nothing', () => {
    expect(() => compare(...pair([12, 11, 10]), { mask: 'fov' })).toThrow(/no voxel/);
  });

  it('needs under a second and a half of processor time at 128^3', { timeout: 60_000 }, () => {
    const [a, b] = pair([128, 128, 128]);
    const start = process.cpuUsage();
    compare(a, b, { mask: 'fov' });
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(1.5);
  });
});

describe('field of view', () => {
  it('is a cylinder along head-feet, whichever grid axis that is', () => {
    const axial = fieldOfViewMask(upright([40, 40, 20]));
    const sagittal = fieldOfViewMask({
      ...upright([40, 20, 40]),
      axes: [
        [0, 1, 0],
        [0, 0, -1],
        [-1, 0, 0],
      ],
    });
    const count = (mask: Uint8Array) => mask.reduce((sum, m) => sum + m, 0);
    expect(count(axial)).toBe(count(sagittal));
    expect(count(axial)).toBeCloseTo(Math.PI * 12 * 12 * 4, -2);
  });
});
