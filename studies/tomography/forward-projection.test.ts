import { describe, expect, it } from 'vitest';
import { WATER_MU_PER_MM, type CircularGeometry } from './circular-geometry.ts';
import { inThisThread } from './in-this-thread.ts';
import { sheppLogan } from './testing/phantoms.ts';
import { exactProjections, gridAbout, voxelised, type Solid } from './testing/solids.ts';

const geometry: CircularGeometry = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 96,
  detectorRows: 66,
  pixelMm: [4, 4.1],
  anglesDeg: [0, 17, 45, 100, 233, -71],
  isocentreMm: [3, -2, 5],
};
const beam = inThisThread();

describe('forward projection', () => {
  it('keeps the mass of the Shepp-Logan head and of a sphere to 0.1 %', async () => {
    const sphere: Solid[] = [
      { kind: 'ellipsoid', centreMm: [30, -20, 10], halfMm: [50, 50, 50], mu: 0.02 },
    ];
    const anglesDeg = [0, 17, 45, 100, 233, 289];
    const fine = { ...geometry, detectorColumns: 192, pixelMm: [2, 4.1] as const, anglesDeg };
    for (const solids of [sheppLogan(80), sphere]) {
      const grid = voxelised(solids, gridAbout([90, 91, 87], 2, [3.3, 0.2, -0.1]), 4);
      const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
      const exact = sum(exactProjections(solids, fine));
      expect(Math.abs(sum(await beam.project(grid, fine)) / exact - 1)).toBeLessThan(1e-3);
    }
  });

  it('gives the integrals of a smooth body to 0.1 % along every ray', async () => {
    const frame = gridAbout([170, 170, 170], 0.9, [3, -2, 5]);
    const sigma = 17;
    const centre = [8, -5, 4] as const;
    const [nx, ny, nz] = frame.counts;
    const mu = new Float32Array(nx * ny * nz);
    for (let x = 0, n = 0; x < nx; x++)
      for (let y = 0; y < ny; y++)
        for (let z = 0; z < nz; z++, n++) {
          const off2 = [x, y, z].reduce(
            (sum, i, axis) => sum + (frame.originMm[axis]! + 0.9 * i - centre[axis]!) ** 2,
            0,
          );
          mu[n] = WATER_MU_PER_MM * Math.exp(-off2 / (2 * sigma * sigma));
        }
    const computed = await beam.project({ ...frame, mu }, geometry);
    // A ray that passes a Gaussian at distance r sees its peak integral times exp(-r^2 / 2 sigma^2).
    const peak = WATER_MU_PER_MM * sigma * Math.sqrt(2 * Math.PI);
    let worst = 0;
    for (let view = 0, n = 0; view < geometry.anglesDeg.length; view++)
      for (let u = 0; u < 96; u++)
        for (let v = 0; v < 66; v++, n++) {
          const exact = peak * Math.exp(-(distance(view, u, v, centre) ** 2) / (2 * sigma * sigma));
          worst = Math.max(worst, Math.abs(computed[n]! - exact));
        }
    expect(worst / peak).toBeLessThan(1e-3);
  });

  it('follows the source and the panel where they leave the orbit', async () => {
    const solids = sheppLogan(80);
    const moved: CircularGeometry = {
      ...geometry,
      detectorOffsetsMm: geometry.anglesDeg.map((_, n) => [20 * n - 50, 10 - 7 * n] as const),
      sourceOffsetsMm: geometry.anglesDeg.map((_, n) => [n - 4, 6 - 2 * n] as const),
    };
    const grid = voxelised(solids, gridAbout([90, 90, 90], 2), 3);
    const exact = exactProjections(solids, moved);
    const rms = (values: Float32Array) => {
      const sum = values.reduce((total, value, n) => total + (value - exact[n]!) ** 2, 0);
      return Math.sqrt(sum / values.length);
    };
    const right = rms(await beam.project(grid, moved));
    expect(right).toBeLessThan(0.1);
    expect(rms(await beam.project(grid, geometry))).toBeGreaterThan(5 * right);
  });
});

/** Of a pixel's ray from a point. */
function distance(view: number, u: number, v: number, point: readonly number[]): number {
  const a = (geometry.anglesDeg[view]! * Math.PI) / 180;
  const at = (depth: number, uMm: number, vMm: number) => [
    3 + depth * Math.sin(a) + uMm * Math.cos(a),
    -2 - depth * Math.cos(a) + uMm * Math.sin(a),
    5 + vMm,
  ];
  const source = at(1000, 0, 0);
  const pixel = at(-500, (u - 47.5) * 4, (v - 32.5) * 4.1);
  const d = pixel.map((value, n) => value - source[n]!);
  const p = point.map((value, n) => value - source[n]!);
  const along = d.reduce((sum, value, n) => sum + value * p[n]!, 0) / Math.hypot(...d);
  return Math.sqrt(Math.max(0, p.reduce((sum, value) => sum + value * value, 0) - along * along));
}
