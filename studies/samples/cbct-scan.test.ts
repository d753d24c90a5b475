import { expect, test } from 'vitest';
import { fullTurn, WATER_MU_PER_MM } from '../tomography/circular-geometry.ts';
import { inThisThread } from '../tomography/in-this-thread.ts';
import { scanSample } from './cbct-scan.ts';

const counts = [32, 32, 16] as const;
const spacingMm = [4, 4, 4] as const;
const originMm = [-62, -62, -30] as const;

/** A cylinder of water, 80 mm across. */
function water(): Float32Array {
  const mu = new Float32Array(32 * 32 * 16);
  for (let x = 0; x < 32; x++)
    for (let y = 0; y < 32; y++) {
      const inside = Math.hypot(4 * x - 62, 4 * y - 62) < 40;
      mu.fill(inside ? WATER_MU_PER_MM : 0, (x * 32 + y) * 16, (x * 32 + y + 1) * 16);
    }
  return mu;
}

test('the sample scan shows water as water, from all views better than from an eighth', async () => {
  const seen: number[] = [];
  const { dense, sparse, projections } = await scanSample(
    inThisThread(),
    {
      object: { counts, spacingMm, originMm, mu: water() },
      geometry: {
        sourceAxisMm: 1000,
        sourceDetectorMm: 1500,
        detectorColumns: 52,
        detectorRows: 28,
        pixelMm: [4, 4],
        anglesDeg: fullTurn(80),
        isocentreMm: [0, 0, 0],
      },
      sparseViews: 10,
      photons: 1e5,
      seed: 1,
      frame: { counts, spacingMm, originMm: [-61, -61, -29] },
    },
    (fraction) => seen.push(fraction),
  );
  const middle = (hu: Int16Array) => {
    const slice = hu.slice(8 * 1024, 9 * 1024);
    const core = slice.filter((_, n) => Math.hypot((n % 32) - 15, (n >> 5) - 15) < 6);
    const mean = core.reduce((sum, value) => sum + value, 0) / core.length;
    const variance = core.reduce((sum, value) => sum + (value - mean) ** 2, 0) / core.length;
    return { mean, deviation: Math.sqrt(variance) };
  };
  expect(Math.abs(middle(dense).mean)).toBeLessThan(25);
  expect(middle(sparse).deviation).toBeGreaterThan(1.5 * middle(dense).deviation);
  expect(projections.geometry.anglesDeg).toEqual(fullTurn(10));
  expect(projections.lineIntegrals).toHaveLength(10 * 52 * 28);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBeLessThanOrEqual(1);
});
