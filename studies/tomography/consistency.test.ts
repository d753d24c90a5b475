import { describe, expect, it } from 'vitest';
import { fullTurn, WATER_MU_PER_MM, type CircularGeometry } from './circular-geometry.ts';
import { inThisThread } from './in-this-thread.ts';
import { departure, residual } from './consistency.ts';
import { osSart } from './os-sart.ts';
import { gridAbout, voxelised, type Solid } from './testing/solids.ts';

const geometry: CircularGeometry = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 64,
  detectorRows: 60,
  pixelMm: [5, 5],
  anglesDeg: fullTurn(30),
  isocentreMm: [0, 0, 0],
};
const beam = inThisThread();
const ball: Solid = {
  kind: 'ellipsoid',
  centreMm: [0, 0, 0],
  halfMm: [60, 50, 55],
  mu: WATER_MU_PER_MM,
};
const blob: Solid = {
  kind: 'ellipsoid',
  centreMm: [24, -16, 8],
  halfMm: [8, 8, 8],
  mu: 0.2 * WATER_MU_PER_MM,
};
const body = voxelised([ball], gridAbout([36, 36, 36], 4));
const projections = { geometry, lineIntegrals: await beam.project(body, geometry) };

describe('consistency with the measurement', () => {
  it('is whole for the volume that was measured', async () => {
    expect((await residual(beam, projections, body)).percent).toBe(0);
  });

  it('shows a planted blob where it is', async () => {
    const planted = voxelised([ball, blob], body);
    const found = await residual(beam, projections, planted);
    expect(found.percent).toBeGreaterThan(0.03);
    expect(found.perViewPercent).toHaveLength(30);
    const map = await departure(beam, projections, planted, found);
    const brightest = map.indexOf(map.reduce((a, b) => Math.max(a, b)));
    const [, ny, nz] = body.counts;
    const place = [
      Math.floor(brightest / (ny * nz)),
      Math.floor(brightest / nz) % ny,
      brightest % nz,
    ];
    place.forEach((n, axis) => {
      const mm = body.originMm[axis]! + 4 * n;
      expect(Math.abs(mm - blob.centreMm[axis]!)).toBeLessThan(6);
    });
    expect(map[brightest]).toBeGreaterThan(5);
  });

  it('grows with OS-SART, which ends when it is told to', async () => {
    const percents: number[] = [];
    const options = { iterations: 3, subsets: 5, relaxation: 0.9, tvWeightHu: 0 };
    for (const iterations of [1, 3]) {
      const volume = await osSart(beam, projections, body, { ...options, iterations });
      percents.push((await residual(beam, projections, volume)).percent);
    }
    expect(percents[1]).toBeLessThan(percents[0]!);
    const control = new AbortController();
    const onIteration = () => control.abort(new Error('stop'));
    const run = osSart(beam, projections, body, {
      ...options,
      onIteration,
      signal: control.signal,
    });
    await expect(run).rejects.toThrow('stop');
  });
});
