import { afterAll, describe, expect, it } from 'vitest';
import { inThisThread } from '../../tomography/in-this-thread.ts';
import type { CircularGeometry } from '../../tomography/circular-geometry.ts';
import { coneBeamThreads } from './cone-beam-threads.ts';
import { equalShares, planeShares } from './shares.ts';

const geometry: CircularGeometry = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 41,
  detectorRows: 33,
  pixelMm: [5, 5],
  anglesDeg: [0, 100, 200, 290, 330],
  isocentreMm: [0, 0, 0],
};
const counts = [38, 29, 27] as const;
const frame = { counts, spacingMm: [4, 4, 4], originMm: [-76, -58, -54] } as const;
const grid = {
  ...frame,
  mu: Float32Array.from({ length: 38 * 29 * 27 }, (_, n) => 0.02 * Math.abs(Math.sin(n))),
};
const plain = inThisThread();
const threads = await coneBeamThreads(3);
afterAll(() => threads.dispose());

describe('three threads give what one gives, bit for bit', () => {
  const projections = plain.project(grid, geometry);

  it('project', async () => {
    expect(await threads.project(grid, geometry)).toEqual(await projections);
  });

  it('back-project', async () => {
    const args = [await projections, geometry, frame, { fdkWeight: true, scale: 2 }] as const;
    expect(await threads.backProject(...args)).toEqual(await plain.backProject(...args));
  });

  it('filter', async () => {
    const columnWeights = new Float32Array(5 * 41).fill(0.1);
    const args = [await projections, geometry, { hannCutOff: 1, columnWeights }] as const;
    expect(await threads.filter(...args)).toEqual(await plain.filter(...args));
  });

  it('lower total variation', async () => {
    const one = await plain.lowerTotalVariation(grid, 0.001);
    expect(await threads.lowerTotalVariation(grid, 0.001)).toEqual(one);
    expect(one).not.toEqual(grid.mu);
  });
});

it('rejects what is under way when it is disposed of, and what comes after', async () => {
  const beam = await coneBeamThreads(1);
  const run = beam.project(grid, geometry);
  await Promise.all([expect(run).rejects.toThrow('ended'), beam.dispose()]);
  await expect(beam.project(grid, geometry)).rejects.toThrow('ended');
});

it('shares leave nothing out', () => {
  for (const shares of [equalShares(10, 3), planeShares(frame, 4), equalShares(2, 5)]) {
    shares.forEach(({ first, end }, n) => {
      expect(first).toBe(n === 0 ? 0 : shares[n - 1]!.end);
      expect(end).toBeGreaterThan(first);
    });
  }
  expect(equalShares(10, 3).at(-1)?.end).toBe(10);
  expect(planeShares(frame, 4).at(-1)?.end).toBe(38);
});
