import { describe, expect, it } from 'vitest';
import {
  fullTurn,
  WATER_MU_PER_MM,
  type AttenuationGrid,
  type CircularGeometry,
} from '../../studies/tomography/circular-geometry.ts';
import { inThisThread } from '../../studies/tomography/in-this-thread.ts';
import { fdk } from '../../studies/tomography/fdk.ts';
import { osSart } from '../../studies/tomography/os-sart.ts';
import { gridAbout } from '../../studies/tomography/testing/solids.ts';
import golden from './tomography.json' with { type: 'json' };

/** The scan and body of make-tomography-golden.py. */
const frame = gridAbout([34, 33, 30], 4);
const body: AttenuationGrid = { ...frame, mu: new Float32Array(34 * 33 * 30) };
const parts = [
  [[0, 0, 0], [45, 36, 40], 1],
  [[15, 5, 6], [12, 10, 14], -0.8],
  [[-18, -6, -8], [8, 9, 10], 0.6],
] as const;
for (let x = 0, n = 0; x < 34; x++)
  for (let y = 0; y < 33; y++)
    for (let z = 0; z < 30; z++, n++) {
      const at = [x, y, z].map((i, axis) => frame.originMm[axis]! + 4 * i);
      let value = 0;
      for (const [centre, half, share] of parts) {
        const depth = at.reduce((sum, p, axis) => sum + ((p - centre[axis]!) / half[axis]!) ** 2, 0);
        if (depth < 1) value += share;
      }
      body.mu[n] = value * WATER_MU_PER_MM;
    }

const hu = (mu: Float32Array) => mu.map((value) => 1000 * (value / WATER_MU_PER_MM - 1));

/** Largest difference from the golden values, as a share of their range. */
function worst(values: Float32Array, expected: readonly number[]): number {
  const range = Math.max(...expected) - Math.min(...expected);
  const differences = expected.map((value, n) => Math.abs(values[n * golden.every]! - value));
  return Math.max(...differences) / range;
}

describe.each(golden.scans)('the Python twin, panel shifted by $offsetMm mm', (scan) => {
  const anglesDeg = fullTurn(24, 15);
  const geometry: CircularGeometry = {
    sourceAxisMm: 1000,
    sourceDetectorMm: 1500,
    detectorColumns: 46,
    detectorRows: 42,
    pixelMm: [5, 5],
    anglesDeg,
    isocentreMm: [0, 0, 0],
    detectorOffsetsMm: anglesDeg.map(() => [scan.offsetMm, 0] as const),
  };
  const beam = inThisThread();
  const measured = beam.project(body, geometry);

  it('projects alike', async () => {
    expect(worst(await measured, scan.project)).toBeLessThan(1e-4);
  });

  it('reconstructs alike by FDK', async () => {
    const projections = { geometry, lineIntegrals: await measured };
    const { mu } = await fdk(beam, projections, frame, { hannCutOff: 0.9, truncation: 'none' });
    expect(worst(mu, scan.fdk)).toBeLessThan(1e-3);
  });

  it('reconstructs alike by OS-SART-TV', async () => {
    const projections = { geometry, lineIntegrals: await measured };
    const usual = { subsets: 6, relaxation: 0.9 };
    const full = await osSart(beam, projections, frame, { ...usual, iterations: 3, tvWeightHu: 20 });
    expect(worst(hu(full.mu), scan.osSartTv)).toBeLessThan(1e-3);
    const start = { ...frame, mu: new Float32Array(body.mu.length).fill(WATER_MU_PER_MM) };
    const options = { ...usual, iterations: 1, tvWeightHu: 0, start };
    const short = await osSart(beam, projections, frame, options);
    expect(worst(hu(short.mu), scan.osSartFromWater)).toBeLessThan(1e-3);
  });
});
