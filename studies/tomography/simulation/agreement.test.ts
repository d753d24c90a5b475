import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LpsPoint } from '../../volume/geometry.ts';
import type { CircularGeometry } from '../circular-geometry.ts';
import { inThisThread } from '../in-this-thread.ts';
import { fdk } from '../fdk.ts';
import { measure } from './detector.ts';
import { attenuationOf, gridPoint, type ObjectVolume } from './object-volume.ts';
import { philoxBlock } from './philox.ts';
import { centredGrid, fieldGeometry, objectGrid, type Field } from './scan-plan.ts';
import { seenByAll } from './seen-by-all.ts';
import { scan, sparseScan } from './simulate-scan.ts';

/** Numbers of the Python twin: test/golden/make-simulation-golden.py. */
interface Picked {
  index: number[];
  value: number[];
}
interface Golden {
  philox: number[][];
  views: number;
  sparse: number;
  seed: number;
  counts: [number, number, number];
  spacingMm: number;
  columns: number;
  rows: number;
  pixelMm: number;
  spheres: [number, number, number, number, number][];
  objectCounts: [number, number, number];
  objectCentreMm: LpsPoint;
  line: Picked;
  measured: Picked;
  few: {
    photons: number;
    electronic: number;
    scatter: number;
    hardening: number;
    measured: Picked;
  };
  dense: Picked;
  sparseHu: Picked;
  halfFan: { columns: number; offsetMm: number; line: Picked; dense: Picked };
  seen: number;
}
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../test/golden/simulation.json'), 'utf8'),
) as Golden;

const field: Field = {
  counts: golden.counts,
  spacingMm: golden.spacingMm,
  isocentreMm: [0, 0, 0],
};
const geometry: CircularGeometry = fieldGeometry(field, 'full-fan', golden.views, golden.columns);
const beam = inThisThread();
const body = spheres();

function spheres(): ObjectVolume {
  const frame = objectGrid(field);
  const [nx, ny, nz] = frame.counts;
  const hu = new Float32Array(nx * ny * nz);
  for (let x = 0, at = 0; x < nx; x++)
    for (let y = 0; y < ny; y++)
      for (let z = 0; z < nz; z++, at++) {
        const p = gridPoint(frame, x, y, z);
        let value = -1000;
        for (const [cx, cy, cz, r, inside] of golden.spheres) {
          const d = Math.hypot(p[0] - cx, p[1] - cy, p[2] - cz);
          value += Math.min(1, Math.max(0, (r - d) / 2 + 0.5)) * (inside - value);
        }
        hu[at] = value;
      }
  return { frame, hu };
}

/** Root mean square of the differences, relative to that of the expected numbers. */
function relativeError(found: (index: number) => number, { index, value }: Picked): number {
  let [difference, size] = [0, 0];
  index.forEach((at, n) => {
    difference += (found(at) - value[n]!) ** 2;
    size += value[n]! ** 2;
  });
  return Math.sqrt(difference / size);
}

/** A z-fastest grid read by the flat index of a [z][y][x] array, in HU. */
function huAt({ mu }: { mu: Float32Array }) {
  const [nx, ny, nz] = golden.counts;
  return (index: number) => {
    const x = index % nx;
    const y = Math.floor(index / nx) % ny;
    const z = Math.floor(index / (nx * ny));
    return (mu[(x * ny + y) * nz + z]! / 0.0206 - 1) * 1000;
  };
}

describe('the Python trainer and this code', () => {
  it('draw the same random words', () => {
    const words = new Uint32Array(4);
    golden.philox.forEach((expected, c) => {
      philoxBlock(c, c + 1, 2, 3, 11, 13, words);
      expect([...words]).toEqual(expected);
    });
  });

  it('plan the same grids and panel', () => {
    expect(body.frame.counts).toEqual(golden.objectCounts);
    const middle = body.frame.counts.map(
      (n, axis) => body.frame.originMm[axis]! + ((n - 1) / 2) * body.frame.spacingMm[axis]!,
    );
    middle.forEach((mm, axis) => expect(mm).toBeCloseTo(golden.objectCentreMm[axis]!, 9));
    expect(geometry.detectorRows).toBe(golden.rows);
    expect(geometry.pixelMm[0]).toBeCloseTo(golden.pixelMm, 9);
    const frame = centredGrid(field.counts, field.spacingMm, field.isocentreMm);
    const seen = seenByAll(frame, geometry).reduce((sum, inside) => sum + inside, 0);
    expect(seen).toBe(golden.seen);
  });

  it('project alike', async () => {
    const line = await beam.project(attenuationOf(body), geometry);
    expect(relativeError((at) => line[at]!, golden.line)).toBeLessThan(1e-5);
  });

  it('measure alike with few photons, scatter and hardening', async () => {
    const line = await beam.project(attenuationOf(body), geometry);
    measure(line, geometry, { ...golden.few, seed: golden.seed });
    expect(relativeError((at) => line[at]!, golden.few.measured)).toBeLessThan(1e-3);
  });

  it('scan and reconstruct alike, with the same noise', async () => {
    const detector = { photons: 1e5, electronic: 5, scatter: 0, hardening: 0, seed: golden.seed };
    const dense = await scan(beam, body, geometry, detector);
    expect(relativeError((at) => dense.lineIntegrals[at]!, golden.measured)).toBeLessThan(1e-4);
    const frame = centredGrid(field.counts, field.spacingMm, field.isocentreMm);
    const options = { hannCutOff: 1 };
    const full = huAt(await fdk(beam, dense, frame, options));
    expect(relativeError(full, golden.dense)).toBeLessThan(1e-3);
    const few = huAt(await fdk(beam, sparseScan(dense, golden.sparse), frame, options));
    expect(relativeError(few, golden.sparseHu)).toBeLessThan(1e-3);
    // The noise is in there: another seed is another measurement.
    const other = await scan(beam, body, geometry, { ...detector, seed: golden.seed + 1 });
    expect(relativeError((at) => other.lineIntegrals[at]!, golden.measured)).toBeGreaterThan(1e-3);
  });

  it('reconstruct a half-fan scan alike', async () => {
    const { halfFan, views, columns } = golden;
    const half = fieldGeometry(field, 'half-fan', views, columns);
    expect(half.detectorColumns).toBe(halfFan.columns);
    expect(half.detectorOffsetsMm![0]![0]).toBeCloseTo(halfFan.offsetMm, 9);
    const lineIntegrals = await beam.project(attenuationOf(body), half);
    expect(relativeError((at) => lineIntegrals[at]!, halfFan.line)).toBeLessThan(1e-5);
    const frame = centredGrid(field.counts, field.spacingMm, field.isocentreMm);
    const scanned = { geometry: half, lineIntegrals };
    const dense = huAt(await fdk(beam, scanned, frame, { hannCutOff: 1 }));
    expect(relativeError(dense, halfFan.dense)).toBeLessThan(1e-3);
  });
});
