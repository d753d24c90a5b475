import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  gridPoint,
  type ObjectVolume,
} from '../../../studies/tomography/simulation/object-volume.ts';
import {
  fieldGeometry,
  objectGrid,
  centredGrid,
} from '../../../studies/tomography/simulation/scan-plan.ts';
import { inThisThread } from '../../../studies/tomography/in-this-thread.ts';
import { seenByAll } from '../../../studies/tomography/simulation/seen-by-all.ts';
import {
  reconstruct,
  scan,
  sparseScan,
} from '../../../studies/tomography/simulation/simulate-scan.ts';
import { measures, psnr } from './measures.ts';
import { objectOnGrid } from './object-on-grid.ts';
import { measuredRegion } from './region.ts';
import { tissueBias } from './tissue-bias.ts';

/** The case of test/golden/make-simulation-golden.py, whose measures Python computed. */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../test/golden/simulation.json'), 'utf8'),
) as {
  views: number;
  sparse: number;
  seed: number;
  counts: [number, number, number];
  spacingMm: number;
  columns: number;
  spheres: [number, number, number, number, number][];
  region: number;
  metrics: {
    psnrDb: number;
    ssim: number;
    maeHu: number;
    grad: number;
    bias: Record<'lung' | 'fat' | 'muscle' | 'bone', number | null>;
  };
};
const field = {
  counts: golden.counts,
  spacingMm: golden.spacingMm,
  isocentreMm: [0, 0, 0] as const,
};
const border = 4;

function spheres(): ObjectVolume {
  const frame = objectGrid(field);
  const [nx, ny, nz] = frame.counts;
  const hu = new Float32Array(nx * ny * nz);
  for (let x = 0, at = 0; x < nx; x++)
    for (let y = 0; y < ny; y++)
      for (let z = 0; z < nz; z++, at++) {
        const p = gridPoint(frame, x, y, z);
        hu[at] = golden.spheres.reduce((value, [cx, cy, cz, r, inside]) => {
          const d = Math.hypot(p[0] - cx, p[1] - cy, p[2] - cz);
          return value + Math.min(1, Math.max(0, (r - d) / 2 + 0.5)) * (inside - value);
        }, -1000);
      }
  return { frame, hu };
}

describe('the protocol of the evaluation', () => {
  it('gives the Python numbers on a scanned case', async () => {
    const beam = inThisThread();
    const geometry = fieldGeometry(field, 'full-fan', golden.views, golden.columns);
    const detector = { photons: 1e5, electronic: 5, scatter: 0, hardening: 0, seed: golden.seed };
    const measured = await scan(beam, spheres(), geometry, detector);
    const frame = centredGrid(field.counts, field.spacingMm, field.isocentreMm);
    const dense = (await reconstruct(beam, measured, frame)).hu;
    const sparse = (await reconstruct(beam, sparseScan(measured, golden.sparse), frame)).hu;
    const region = measuredRegion(seenByAll(frame, geometry), field.counts, border);
    expect(region.reduce((sum, inside) => sum + inside, 0)).toBe(golden.region);
    const found = measures(sparse, dense, field.counts, region);
    expect(found.psnrDb).toBeCloseTo(golden.metrics.psnrDb, 1);
    expect(found.ssim).toBeCloseTo(golden.metrics.ssim, 3);
    expect(found.maeHu).toBeCloseTo(golden.metrics.maeHu, 1);
    expect(found.grad).toBeCloseTo(golden.metrics.grad, 2);
    const bias = tissueBias(sparse, dense, field.counts, region, 20);
    for (const tissue of ['lung', 'fat', 'muscle', 'bone'] as const) {
      const expected = golden.metrics.bias[tissue];
      if (expected === null) expect(bias[tissue]).toBeNull();
      else expect(Math.abs(bias[tissue]! - expected)).toBeLessThan(0.3);
    }
  });

  it('reads the object on the grid of its reconstruction', () => {
    const frame = centredGrid(field.counts, field.spacingMm, field.isocentreMm);
    const hu = objectOnGrid(spheres(), frame);
    const at = (x: number, y: number, z: number) => {
      const index = [x, y, z].map((mm, axis) =>
        Math.round((mm - frame.originMm[axis]!) / frame.spacingMm[axis]!),
      );
      return hu[(index[2]! * golden.counts[1] + index[1]!) * golden.counts[0] + index[0]!]!;
    };
    expect(at(-30, 4, 6)).toBeLessThan(-780);
    expect(at(22, -8, -4)).toBeGreaterThan(295);
    expect(at(58, 58, 0)).toBe(-1000);
  });

  it('clips PSNR to its window', () => {
    const region = Uint8Array.of(1, 1, 0, 1);
    const a = Int16Array.of(1500, 0, 500, 0);
    const b = Int16Array.of(1000, 0, 0, 200);
    expect(psnr(a, b, region)).toBeCloseTo(10 * Math.log10(2000 ** 2 / (200 ** 2 / 3)), 9);
  });
});
