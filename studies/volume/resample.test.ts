import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { voxelToPatient } from './geometry.ts';
import { resample } from './resample.ts';
import { gridOf, turned, upright } from './testing/grids.ts';

describe('resample', () => {
  it('onto its own grid changes nothing', () => {
    const grid = gridOf(turned([7, 6, 5]), ([x, y, z]) => Math.sin(x) + y * z);
    const again = resample(grid, grid.geometry);
    again.voxels.forEach((v, n) => expect(v).toBeCloseTo(grid.voxels[n]!, 3));
  });

  it('carries a plane exactly onto any other grid inside (property)', () => {
    const source = gridOf(upright([40, 40, 40]), ([x, y, z]) => 3 * x - 2 * y + z);
    const coordinate = fc.double({ min: 15, max: 20, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, (x, y, z) => {
        const target = { ...turned([5, 4, 3]), originMm: [x, y, z] as const };
        const result = resample(source, target);
        const [px, py, pz] = voxelToPatient(target, [4, 3, 2]);
        expect(result.voxels.at(-1)).toBeCloseTo(3 * px - 2 * py + pz, 2);
      }),
    );
  });

  it('fills the outside with air for HU, half a voxel beyond the last centre', () => {
    const source = gridOf(upright([4, 4, 4]), () => 50);
    const result = resample(source, upright([8, 1, 1], [1, 1, 1], [-0.4, 0, 0]));
    expect([...result.voxels]).toEqual([50, 50, 50, 50, -1000, -1000, -1000, -1000]);
  });

  it('keeps type and scale, rounding whole numbers', () => {
    const grid = {
      ...gridOf(upright([2, 1, 1]), () => 0),
      voxelType: 'int16' as const,
      voxels: Int16Array.of(10, 15),
      rescaleSlope: 2,
      rescaleIntercept: -4,
    };
    const result = resample(grid, upright([3, 1, 1], [0.5, 1, 1]), { outside: 6 });
    expect(result).toMatchObject({ voxelType: 'int16', rescaleSlope: 2, rescaleIntercept: -4 });
    expect([...result.voxels]).toEqual([10, 13, 15]);
    expect([
      ...resample(grid, upright([1, 1, 1], [1, 1, 1], [9, 0, 0]), { outside: 6 }).voxels,
    ]).toEqual([5]);
  });

  it('works on every phase', () => {
    const grid = {
      ...gridOf(upright([2, 1, 1]), () => 0),
      phases: 2,
      voxels: Float32Array.of(1, 2, 3, 4),
    };
    expect([...resample(grid, grid.geometry).voxels]).toEqual([1, 2, 3, 4]);
  });
});
