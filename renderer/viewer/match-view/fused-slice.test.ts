import { describe, expect, it } from 'vitest';
import {
  applied,
  matrixOf,
  rigidInverse,
  rotationBy,
} from '../../../studies/positioning/registration/pose.ts';
import {
  voxelToPatient,
  type LpsPoint,
  type VolumeGeometry,
} from '../../../studies/volume/geometry.ts';
import { place, restingShift } from '../placement.ts';
import { acquiredFrame } from '../planes.ts';
import { planeGrid, samplePlane, type PlaneGrid, type StoredVolume } from './fused-slice.ts';

const geometry: VolumeGeometry = {
  dims: [24, 20, 16],
  spacingMm: [1.5, 2, 2.5],
  originMm: [-17, -19, -18],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};
const ramp = ([x, y, z]: LpsPoint) => 3 * x - 2 * y + 5 * z + 7;

/** Stored so that slope and intercept matter: physical = stored * 2 - 1000. */
function volumeOf(
  value: (point: LpsPoint) => number,
  ready: Uint8Array | null = null,
): StoredVolume {
  const [ni, nj, nk] = geometry.dims;
  const voxels = new Float32Array(ni * nj * nk);
  for (let n = 0; n < voxels.length; n++) {
    const index = [n % ni, Math.floor(n / ni) % nj, Math.floor(n / (ni * nj))] as const;
    voxels[n] = (value(voxelToPatient(geometry, index)) + 1000) / 2;
  }
  return { geometry, voxels, slope: 2, intercept: -1000, ready };
}

const grid: PlaneGrid = {
  columns: 60,
  rows: 50,
  startMm: [-24, -3.3, -21],
  acrossMm: [0.83, 0, 0],
  downMm: [0, 0, 0.91],
};
const pointAt = ({ startMm: s, acrossMm: a, downMm: d }: PlaneGrid, column: number, row: number) =>
  [0, 1, 2].map((c) => s[c]! + column * a[c]! + row * d[c]!) as unknown as LpsPoint;
/** Voxel centres reach from the origin to here; beyond lies half a voxel more. */
const within = (p: LpsPoint, borderMm: number) =>
  ([0, 1, 2] as const).every((c) => {
    const low = geometry.originMm[c];
    const high = low + (geometry.dims[c] - 1) * geometry.spacingMm[c];
    return (
      p[c] >= low - borderMm * geometry.spacingMm[c] &&
      p[c] <= high + borderMm * geometry.spacingMm[c]
    );
  });

describe('samplePlane', () => {
  it('gives a linear ramp back everywhere inside, and NaN outside', () => {
    const target = new Float32Array(grid.columns * grid.rows);
    samplePlane(target, volumeOf(ramp), grid, null);
    let inside = 0;
    for (let n = 0; n < target.length; n++) {
      const point = pointAt(grid, n % grid.columns, Math.floor(n / grid.columns));
      if (within(point, 0)) {
        inside++;
        expect(target[n]).toBeCloseTo(ramp(point), 2);
      } else expect(Number.isNaN(target[n])).toBe(!within(point, 0.5));
    }
    expect(inside).toBeGreaterThan(1500);
  });

  it('follows a rotated and shifted scan: the value of the point that the matrix brings there', () => {
    const movingToFixed = matrixOf({
      pivotMm: [4, -6, 3],
      rotation: rotationBy([0.1, -0.25, 0.3]),
      shiftMm: [3, -2, 1.5],
    });
    const back = rigidInverse(movingToFixed);
    const target = new Float32Array(grid.columns * grid.rows);
    samplePlane(target, volumeOf(ramp), grid, back);
    let inside = 0;
    for (let n = 0; n < target.length; n++) {
      const fixed = pointAt(grid, n % grid.columns, Math.floor(n / grid.columns));
      const own = applied(back, fixed);
      if (!within(own, 0)) continue;
      inside++;
      expect(target[n]).toBeCloseTo(ramp(own), 2);
    }
    expect(inside).toBeGreaterThan(500);
  });

  it('shows one bright voxel at the point that the matrix moves it to', () => {
    const own = voxelToPatient(geometry, [8, 12, 6]);
    const spot = volumeOf((p) =>
      Math.hypot(p[0] - own[0], p[1] - own[1], p[2] - own[2]) < 0.1 ? 900 : 0,
    );
    const quarter = matrixOf({
      pivotMm: [0, 0, 0],
      rotation: rotationBy([0, 0, Math.PI / 2]),
      shiftMm: [0, 0, 0],
    });
    // A quarter turn about +z brings +x to +y: (x, y, z) goes to (-y, x, z).
    const single = { columns: 1, rows: 1, startMm: [-own[1], own[0], own[2]] as LpsPoint };
    const target = new Float32Array(1);
    samplePlane(
      target,
      spot,
      { ...single, acrossMm: [1, 0, 0], downMm: [0, 1, 0] },
      rigidInverse(quarter),
    );
    expect(target[0]).toBeCloseTo(900, 1);
  });

  it('gives the edge as half a voxel of its outermost values, with nothing read beyond', () => {
    const target = new Float32Array(30 * 3);
    const along: PlaneGrid = {
      columns: 30,
      rows: 3,
      startMm: [-17 - 0.6 * 1.5, 19, 19.5],
      acrossMm: [1.5, 0, 0],
      downMm: [0, 0.4, 0],
    };
    // The last voxel of two axes at once: row 0 of the plane goes through their centres.
    samplePlane(target, volumeOf(ramp), along, null);
    for (let column = 0; column < 30; column++) {
      const x = Math.min(Math.max(-17.9 + column * 1.5, -17), 17.5);
      if (column === 0 || column > 24) expect(target[column]).toBeNaN();
      else expect(target[column]).toBeCloseTo(ramp([x, 19, 19.5]), 2);
    }
    expect(target[60 + 10]).toBeCloseTo(ramp([-17.9 + 15, 19, 19.5]), 2);
  });

  it('leaves out what lies between slices that have not arrived', () => {
    const ready = new Uint8Array(16).fill(1);
    ready[7] = 0;
    const line: PlaneGrid = {
      columns: 31,
      rows: 1,
      startMm: [0, 0, -18],
      acrossMm: [0, 0, 1.25],
      downMm: [0, 1, 0],
    };
    const target = new Float32Array(31);
    samplePlane(target, volumeOf(ramp, ready), line, null);
    expect([...target.keys()].filter((n) => Number.isNaN(target[n]!))).toEqual([13, 14, 15]);
  });

  it('takes a single slice as half a voxel thick to both sides', () => {
    const flat = { ...geometry, dims: [24, 20, 1] as const };
    const voxels = new Int16Array(480).fill(5);
    const line: PlaneGrid = {
      columns: 5,
      rows: 1,
      startMm: [0, 0, -20],
      acrossMm: [0, 0, 1],
      downMm: [0, 1, 0],
    };
    const target = new Float32Array(5);
    samplePlane(
      target,
      { geometry: flat, voxels, slope: 1, intercept: 0, ready: null },
      line,
      null,
    );
    expect([...target]).toEqual([NaN, 5, 5, 5, NaN]);
  });
});

describe('planeGrid', () => {
  it('puts its points under the middles of the pixels, however many the box has', () => {
    const frame = acquiredFrame(geometry, 'coronal');
    const size = { width: 300, height: 200 };
    const placement = place(frame.geometry, 300, 200, restingShift);
    const fine = planeGrid(placement, 4, size, 600, 400);
    const coarse = planeGrid(placement, 4, size, 300, 200);
    const middleOfBlock = pointAt(fine, 20.5, 30.5);
    pointAt(coarse, 10, 15).forEach((value, c) => expect(value).toBeCloseTo(middleOfBlock[c]!, 9));
    expect(pointAt(fine, 0, 0)[1]).toBeCloseTo(geometry.originMm[1] + 4 * 2, 9);
  });
});
