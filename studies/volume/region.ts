import { SparrowError } from '../messages/sparrow-error.ts';
import {
  cross,
  dot,
  normalise,
  patientToVoxel,
  voxelToPatient,
  type LpsPoint,
  type Vector3,
  type VolumeGeometry,
} from './geometry.ts';
import { trilinear } from './resample.ts';
import { phaseVoxels, requireGrey } from './values.ts';
import type { ValueUnit, VoxelGrid } from './volume.ts';

/** A region of interest in patient LPS millimetres. */
export type Region =
  | { readonly kind: 'sphere'; readonly centreMm: LpsPoint; readonly radiusMm: number }
  | { readonly kind: 'box'; readonly minMm: LpsPoint; readonly maxMm: LpsPoint }
  | {
      readonly kind: 'circle';
      readonly centreMm: LpsPoint;
      readonly radiusMm: number;
      readonly normal: Vector3;
    };

export interface RegionStatistics {
  readonly mean: number;
  /** Of the whole population (divided by n). */
  readonly sd: number;
  readonly min: number;
  readonly max: number;
  readonly voxels: number;
  readonly areaMm2: number | null;
  readonly volumeMl: number | null;
  readonly unit: ValueUnit;
}

/**
 * Statistics over the voxels whose centres lie in the region.
 *
 * Area and volume are those of the region itself when it lies wholly inside the image, else of the
 * voxels counted. A circle whose normal is within a degree of a grid axis reads the nearest slice
 * of the grid; any other is sampled trilinearly in its own plane at the finest spacing.
 *
 * Throws SparrowError 'volume/empty-region' or 'volume/not-grey'.
 */
export function measureRegion(grid: VoxelGrid, region: Region, phase = 0): RegionStatistics {
  requireGrey(grid);
  const tally = newTally();
  const stored = phaseVoxels(grid, phase);
  const size =
    region.kind === 'circle'
      ? measureCircle(grid, stored, region, tally)
      : measureSolid(grid, stored, region, tally);
  if (tally.count === 0) throw new SparrowError('volume/empty-region');
  const { rescaleSlope: slope, rescaleIntercept: intercept } = grid;
  const mean = tally.sum / tally.count;
  const spread = Math.max(0, tally.squares / tally.count - mean * mean);
  const ends = [tally.min * slope + intercept, tally.max * slope + intercept];
  const inside = tally.count === tally.expected;
  return {
    mean: (mean + tally.shift) * slope + intercept,
    sd: Math.sqrt(spread) * Math.abs(slope),
    min: Math.min(...ends),
    max: Math.max(...ends),
    voxels: tally.count,
    areaMm2: region.kind === 'circle' ? (inside ? size.whole : size.each * tally.count) : null,
    volumeMl:
      region.kind === 'circle' ? null : (inside ? size.whole : size.each * tally.count) / 1000,
    unit: grid.unit,
  };
}

/** Running sums about the first value, so that a large offset costs no digits. */
interface Tally {
  count: number;
  /** Lattice points of the region, inside the image or not. */
  expected: number;
  shift: number;
  sum: number;
  squares: number;
  min: number;
  max: number;
}

const newTally = (): Tally => ({
  count: 0,
  expected: 0,
  shift: 0,
  sum: 0,
  squares: 0,
  min: Infinity,
  max: -Infinity,
});

function take(tally: Tally, value: number): void {
  if (tally.count === 0) tally.shift = value;
  const d = value - tally.shift;
  tally.count++;
  tally.sum += d;
  tally.squares += d * d;
  if (value < tally.min) tally.min = value;
  if (value > tally.max) tally.max = value;
}

interface RegionSize {
  /** Of the region: mm2 or mm3. */
  readonly whole: number;
  /** Of one sample. */
  readonly each: number;
}

function measureSolid(
  grid: VoxelGrid,
  stored: ArrayLike<number>,
  region: Extract<Region, { kind: 'sphere' | 'box' }>,
  tally: Tally,
): RegionSize {
  const { geometry } = grid;
  const { dims, spacingMm } = geometry;
  const corners = solidCorners(region).map((corner) => patientToVoxel(geometry, corner));
  const low = ([0, 1, 2] as const).map((c) =>
    Math.ceil(Math.min(...corners.map((p) => p[c])) - 1e-9),
  );
  const high = ([0, 1, 2] as const).map((c) =>
    Math.floor(Math.max(...corners.map((p) => p[c])) + 1e-9),
  );
  const inRegion = solidTest(region);
  for (let k = low[2]!; k <= high[2]!; k++) {
    for (let j = low[1]!; j <= high[1]!; j++) {
      for (let i = low[0]!; i <= high[0]!; i++) {
        if (!inRegion(voxelToPatient(geometry, [i, j, k]))) continue;
        tally.expected++;
        if (i < 0 || j < 0 || k < 0 || i >= dims[0] || j >= dims[1] || k >= dims[2]) continue;
        take(tally, stored[i + dims[0] * (j + dims[1] * k)]!);
      }
    }
  }
  return { whole: solidVolume(region), each: spacingMm[0] * spacingMm[1] * spacingMm[2] };
}

function solidCorners(region: Extract<Region, { kind: 'sphere' | 'box' }>): LpsPoint[] {
  const [a, b] =
    region.kind === 'box'
      ? [region.minMm, region.maxMm]
      : ([-1, 1] as const).map(
          (s) => region.centreMm.map((c) => c + s * region.radiusMm) as unknown as LpsPoint,
        );
  return [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [
    (bits & 1 ? a : b)![0],
    (bits & 2 ? a : b)![1],
    (bits & 4 ? a : b)![2],
  ]);
}

function solidTest(region: Extract<Region, { kind: 'sphere' | 'box' }>): (p: LpsPoint) => boolean {
  const slack = 1e-6;
  if (region.kind === 'box') {
    const { minMm: a, maxMm: b } = region;
    return (p) =>
      [0, 1, 2].every((n) => {
        const c = n as 0 | 1 | 2;
        return p[c] >= Math.min(a[c], b[c]) - slack && p[c] <= Math.max(a[c], b[c]) + slack;
      });
  }
  const { centreMm: m, radiusMm } = region;
  const limit = (radiusMm + slack) ** 2;
  return (p) => (p[0] - m[0]) ** 2 + (p[1] - m[1]) ** 2 + (p[2] - m[2]) ** 2 <= limit;
}

function solidVolume(region: Extract<Region, { kind: 'sphere' | 'box' }>): number {
  if (region.kind === 'sphere') return (4 / 3) * Math.PI * region.radiusMm ** 3;
  const { minMm: a, maxMm: b } = region;
  return Math.abs((b[0] - a[0]) * (b[1] - a[1]) * (b[2] - a[2]));
}

function measureCircle(
  grid: VoxelGrid,
  stored: ReturnType<typeof phaseVoxels>,
  region: Extract<Region, { kind: 'circle' }>,
  tally: Tally,
): RegionSize {
  const plane = circlePlane(grid.geometry, region);
  const sample = trilinear(stored, grid.geometry.dims, Number.NaN);
  const reach = [region.radiusMm / plane.stepMm[0], region.radiusMm / plane.stepMm[1]] as const;
  const limit = (region.radiusMm + 1e-6) ** 2;
  const [cu, cv] = plane.centre;
  for (let v = Math.ceil(cv - reach[1]); v <= cv + reach[1]; v++) {
    for (let u = Math.ceil(cu - reach[0]); u <= cu + reach[0]; u++) {
      const du = (u - cu) * plane.stepMm[0];
      const dv = (v - cv) * plane.stepMm[1];
      if (du * du + dv * dv > limit) continue;
      tally.expected++;
      const value = sample(...plane.indexAt(u, v));
      if (!Number.isNaN(value)) take(tally, value);
    }
  }
  return { whole: Math.PI * region.radiusMm ** 2, each: plane.stepMm[0] * plane.stepMm[1] };
}

/** The lattice a circle is read on: grid points of one slice, or a plane of its own. */
function circlePlane(geometry: VolumeGeometry, region: Extract<Region, { kind: 'circle' }>) {
  const normal = normalise(region.normal);
  const centre = patientToVoxel(geometry, region.centreMm);
  const across = ([0, 1, 2] as const).find(
    (axis) => Math.abs(dot(geometry.axes[axis], normal)) > Math.cos(Math.PI / 180),
  );
  if (across !== undefined) {
    const [a, b] = ([0, 1, 2] as const).filter((axis) => axis !== across) as [0 | 1 | 2, 0 | 1 | 2];
    const slice = Math.round(centre[across]);
    return {
      centre: [centre[a], centre[b]] as const,
      stepMm: [geometry.spacingMm[a], geometry.spacingMm[b]] as const,
      indexAt(u: number, v: number): [number, number, number] {
        const index: [number, number, number] = [slice, slice, slice];
        index[a] = u;
        index[b] = v;
        return index;
      },
    };
  }
  const helper: Vector3 = Math.abs(normal[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const e1 = normalise(cross(normal, helper));
  const e2 = cross(normal, e1);
  const step = Math.min(...geometry.spacingMm);
  const m = region.centreMm;
  return {
    centre: [0, 0] as const,
    stepMm: [step, step] as const,
    indexAt(u: number, v: number): [number, number, number] {
      const at = (c: 0 | 1 | 2) => m[c] + (u * e1[c] + v * e2[c]) * step;
      const [x, y, z] = patientToVoxel(geometry, [at(0), at(1), at(2)]);
      return [x, y, z];
    },
  };
}
