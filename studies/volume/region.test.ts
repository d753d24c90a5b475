import { describe, expect, it } from 'vitest';
import { voxelToPatient } from './geometry.ts';
import { measureRegion } from './region.ts';
import { gridOf, turned, upright } from './testing/grids.ts';

describe('region statistics on analytic volumes', () => {
  const ramp = gridOf(upright([60, 60, 60]), ([x]) => 2 * x - 100);

  it('sphere: mean, spread and volume of a ramp', () => {
    const found = measureRegion(ramp, { kind: 'sphere', centreMm: [30, 30, 30], radiusMm: 15 });
    expect(found.mean).toBeCloseTo(-40, 6);
    // The variance of x in a ball of radius r is r^2 / 5.
    expect(found.sd).toBeCloseTo(2 * Math.sqrt(225 / 5), 1);
    expect([found.min, found.max]).toEqual([-70, -10]);
    expect(found.volumeMl).toBeCloseTo((4 / 3) * Math.PI * 3.375, 6);
    expect(found.voxels / 1000).toBeCloseTo(found.volumeMl!, 0);
    expect([found.areaMm2, found.unit]).toEqual([null, 'HU']);
  });

  it('box: exactly the voxels between its faces, faces included', () => {
    const found = measureRegion(ramp, { kind: 'box', minMm: [10, 10, 10], maxMm: [12, 13, 14] });
    expect(found.voxels).toBe(3 * 4 * 5);
    expect(found.mean).toBeCloseTo(-78, 9);
    expect(found.sd).toBeCloseTo(2 * Math.sqrt(2 / 3), 9);
    expect(found.volumeMl).toBeCloseTo(0.024, 9);
  });

  it('circle: area of the circle, values of one slice', () => {
    const levels = gridOf(upright([60, 60, 60]), ([, , z]) => z);
    const found = measureRegion(levels, {
      kind: 'circle',
      centreMm: [30, 30, 20.3],
      radiusMm: 10,
      normal: [0, 0, 1],
    });
    expect([found.mean, found.sd]).toEqual([20, 0]);
    expect(found.areaMm2).toBeCloseTo(Math.PI * 100, 9);
    expect(found.voxels).toBe(317);
    expect(found.volumeMl).toBeNull();
  });

  it('oblique circle: interpolated in its own plane', () => {
    const found = measureRegion(ramp, {
      kind: 'circle',
      centreMm: [30, 30, 30],
      radiusMm: 10,
      normal: [1, 1, 0],
    });
    expect(found.mean).toBeCloseTo(-40, 3);
    // In the plane x runs at 45 degrees: the variance of a disc's coordinate is r^2 / 4.
    expect(found.sd).toBeCloseTo(2 * Math.SQRT1_2 * Math.sqrt(100 / 4), 1);
  });

  it('holds in a turned grid', () => {
    const geometry = turned([50, 40, 30]);
    const centreMm = voxelToPatient(geometry, [25, 20, 15]);
    const plane = gridOf(geometry, ([x, y, z]) => x - 2 * y + 3 * z);
    const at = centreMm[0] - 2 * centreMm[1] + 3 * centreMm[2];
    for (const region of [
      { kind: 'sphere', centreMm, radiusMm: 12 },
      { kind: 'circle', centreMm, radiusMm: 12, normal: geometry.axes[2] },
    ] as const) {
      expect(measureRegion(plane, region).mean).toBeCloseTo(at, 2);
    }
  });

  it('applies slope and intercept, also a negative slope', () => {
    const scaled = { ...ramp, rescaleSlope: -0.5, rescaleIntercept: 7 };
    const found = measureRegion(scaled, { kind: 'box', minMm: [10, 10, 10], maxMm: [12, 10, 10] });
    expect(found.mean).toBeCloseTo(-0.5 * -78 + 7, 6);
    expect(found.sd).toBeCloseTo(Math.sqrt(2 / 3), 6);
    expect([found.min, found.max]).toEqual([45, 47]);
  });

  it('loses no digits far from zero', () => {
    const far = gridOf(upright([20, 20, 20]), ([x]) => 30000 + (x % 2));
    const box = { kind: 'box', minMm: [0, 0, 0], maxMm: [19, 19, 19] } as const;
    expect(measureRegion(far, box).sd).toBeCloseTo(0.5, 6);
  });

  it('counts voxels where the region leaves the image', () => {
    const found = measureRegion(ramp, { kind: 'sphere', centreMm: [-0.5, 30, 30], radiusMm: 10 });
    const whole = (4 / 3) * Math.PI;
    expect(found.volumeMl! / whole).toBeGreaterThan(0.48);
    expect(found.volumeMl! / whole).toBeLessThan(0.52);
  });

  it('refuses a region outside the image, and colour', () => {
    const outside = { kind: 'sphere', centreMm: [500, 0, 0], radiusMm: 5 } as const;
    expect(() => measureRegion(ramp, outside)).toThrow(/no voxel/);
    expect(() => measureRegion({ ...ramp, voxelType: 'rgb8' }, outside)).toThrow(/colour/);
  });
});
