import { describe, expect, it } from 'vitest';
import { simulateParamsSchema } from '../../library/records.ts';
import { patientToVoxel, voxelToPatient, type VolumeGeometry } from '../../volume/geometry.ts';
import { inThisThread } from '../in-this-thread.ts';
import { breathingMm } from './breathing.ts';
import type { CtVolume } from './ct-volume.ts';
import { bodyCentre } from './object-volume.ts';
import { simulateScan } from './simulate-scan.ts';

const preset = 'full-fan';
const beam = inThisThread();

/** A cylinder of water with a bone rod left of its middle, far from the patient origin. */
const upright: VolumeGeometry = {
  dims: [44, 44, 20],
  spacingMm: [3, 3, 4],
  originMm: [40, -120, 600],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};
const centre = [100, -60] as const;

function cylinder(geometry: VolumeGeometry): CtVolume {
  const [ni, nj, nk] = geometry.dims;
  const hu = new Int16Array(ni * nj * nk);
  for (let k = 0, n = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, n++) {
        const [x, y] = voxelToPatient(geometry, [i, j, k]);
        const inside = Math.hypot(x - centre[0], y - centre[1]) < 45;
        const rod = Math.hypot(x - centre[0] - 20, y - centre[1]) < 10;
        hu[n] = rod ? 600 : inside ? 0 : -1000;
      }
  return { geometry, hu };
}

const params = (more: object = {}) =>
  simulateParamsSchema.parse({ views: 12, dense: 60, spacingMm: 4, photons: 1e6, ...more });

function valueAt(volume: { geometry: VolumeGeometry; hu: Int16Array }, x: number, y: number) {
  const { geometry, hu } = volume;
  const middle = geometry.originMm[2] + ((geometry.dims[2] - 1) / 2) * geometry.spacingMm[2];
  const [i, j, k] = patientToVoxel(geometry, [x, y, middle]).map(Math.round);
  return hu[(k! * geometry.dims[1] + j!) * geometry.dims[0] + i!]!;
}

describe('simulateScan', () => {
  it('gives the CT back where it lies in the patient, less well from fewer views', async () => {
    const seen: number[] = [];
    const { dense, sparse } = await simulateScan(beam, cylinder(upright), params(), preset, {
      onProgress: (fraction) => seen.push(fraction),
    });
    expect(dense.projections.geometry.anglesDeg).toHaveLength(60);
    expect(sparse.projections.geometry.anglesDeg).toEqual(
      Array.from({ length: 12 }, (_, n) => 30 * n),
    );
    expect(Math.abs(valueAt(dense, centre[0] - 20, centre[1]))).toBeLessThan(60);
    expect(Math.abs(valueAt(dense, centre[0] + 20, centre[1]) - 600)).toBeLessThan(80);
    const error = (volume: typeof dense) => {
      const mid = volume.geometry.originMm;
      let sum = 0;
      for (let n = -25; n <= 0; n += 5) sum += Math.abs(valueAt(volume, centre[0] + n, centre[1]));
      expect(mid[2]).toBeGreaterThan(590);
      return sum;
    };
    expect(error(sparse)).toBeGreaterThan(error(dense));
    expect(seen.at(-1)).toBe(1);
    expect(seen.every((fraction, n) => n === 0 || fraction >= seen[n - 1]!)).toBe(true);
  });

  it('does not mind how the CT is stored', async () => {
    // The same patient, rows stored from the back to the front and slices from the head to the feet.
    const flipped: VolumeGeometry = {
      ...upright,
      originMm: [40, -120 + 43 * 3, 600 + 19 * 4],
      axes: [
        [1, 0, 0],
        [0, -1, 0],
        [0, 0, -1],
      ],
    };
    const a = await simulateScan(beam, cylinder(upright), params(), preset);
    const b = await simulateScan(beam, cylinder(flipped), params(), preset);
    expect(b.dense.geometry.dims).toEqual(a.dense.geometry.dims);
    b.dense.geometry.originMm.forEach((mm, axis) =>
      expect(mm).toBeCloseTo(a.dense.geometry.originMm[axis]!, 6),
    );
    const worst = a.dense.hu.reduce(
      (most, hu, n) => Math.max(most, Math.abs(hu - b.dense.hu[n]!)),
      0,
    );
    expect(worst).toBeLessThanOrEqual(2);
  });

  it('fills a half-fan scan as well as a full one', async () => {
    const { dense } = await simulateScan(
      beam,
      cylinder(upright),
      params({ dense: 120 }),
      'half-fan',
    );
    expect(dense.projections.geometry.detectorOffsetsMm![0]![0]).toBeGreaterThan(10);
    expect(Math.abs(valueAt(dense, centre[0] - 20, centre[1]))).toBeLessThan(80);
  });

  it('blurs what breathes', async () => {
    const ct = cylinder(upright);
    const still = await simulateScan(beam, ct, params(), preset);
    const moved = await simulateScan(beam, ct, params({ motionMm: 20 }), preset);
    expect(moved.sparse.hu).not.toEqual(still.sparse.hu);
    expect(breathingMm(0, 400, 20)).toBe(0);
    const places = Array.from({ length: 400 }, (_, view) => breathingMm(view, 400, 20));
    expect(Math.max(...places)).toBeCloseTo(20, 9);
  });

  it('stops when told to, and refuses what is no body', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(
      simulateScan(beam, cylinder(upright), params(), preset, { signal }),
    ).rejects.toThrow('enough');
    const air = { geometry: upright, hu: new Int16Array(44 * 44 * 20).fill(-1000) };
    await expect(simulateScan(beam, air, params(), preset)).rejects.toMatchObject({
      code: 'simulate/no-body',
    });
    await expect(
      simulateScan(beam, cylinder(upright), params({ views: 80 }), preset),
    ).rejects.toMatchObject({ code: 'simulate/more-views-than-dense' });
  });

  it('finds the middle of the body', () => {
    const found = bodyCentre(cylinder(upright))!;
    expect(found[0]).toBeCloseTo(centre[0], 0);
    expect(found[1]).toBeCloseTo(centre[1], 0);
    expect(found[2]).toBeCloseTo(600 + 9.5 * 4, 6);
  });
});
