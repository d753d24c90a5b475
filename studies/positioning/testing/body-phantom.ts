import { patientToVoxel, voxelToPatient, type VolumeGeometry } from '../../volume/geometry.ts';
import type { LpsPoint } from '../../volume/geometry.ts';
import { upright } from '../../volume/testing/grids.ts';
import type { VoxelGrid } from '../../volume/volume.ts';
import { seeded } from '../registration/random.ts';
import { anna, bert, type Organ } from './two-bodies.ts';

export interface PhantomOptions {
  readonly noiseHu?: number;
  /** Height of streaks through the bones, as few views leave them. */
  readonly streakHu?: number;
  readonly seed?: number;
  /** A table top under the body. */
  readonly couch?: boolean;
  /** Fills what lies beyond this distance from the middle of each slice with -1000 HU. */
  readonly fieldRadiusMm?: number;
  readonly organs?: readonly Organ[];
}

export const bodies = { anna, bert } as const;

/** Voxels of the planning CT and of the scan, in different places and of different size. */
export const planningGrid = upright([112, 80, 60], [3, 3, 3], [-166.5, -118.5, -88.5]);
export const scanGrid = upright([100, 80, 56], [3.2, 3.2, 2.8], [-158, -126, -76]);

/** A body sampled on a grid: soft edges, so that it has no voxel's steps; noise and streaks on top. */
export function bodyPhantom(
  name: keyof typeof bodies,
  geometry: VolumeGeometry,
  options: PhantomOptions = {},
): VoxelGrid {
  const { noiseHu = 0, streakHu = 0, seed = 1, couch = false, fieldRadiusMm = Infinity } = options;
  const organs = [...bodies[name], ...(couch ? tableTop : []), ...(options.organs ?? [])];
  const [nx, ny, nz] = geometry.dims;
  const hu = new Float32Array(nx * ny * nz).fill(-1000);
  for (const organ of organs) paint(hu, geometry, organ);
  if (streakHu > 0) addStreaks(hu, geometry, streakHu, bodies[name]);
  const random = seeded(seed);
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const y = (j - (ny - 1) / 2) * geometry.spacingMm[1];
      for (let i = 0; i < nx; i++, n++) {
        const x = (i - (nx - 1) / 2) * geometry.spacingMm[0];
        // Four even numbers are near enough to a Gaussian of variance 1/3.
        if (noiseHu > 0)
          hu[n]! += noiseHu * (random() + random() + random() + random() - 2) * 1.732;
        if (x * x + y * y > fieldRadiusMm ** 2) hu[n] = -1000;
      }
    }
  }
  return {
    geometry,
    phases: 1,
    voxelType: 'int16',
    voxels: Int16Array.from(hu, (value) => Math.max(-1024, Math.round(value))),
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
  };
}

/** Half width of an edge. */
const edgeMm = 2;

const tableTop: readonly Organ[] = [
  { shape: 'box', centreMm: [0, 112, 0], halfMm: [140, 5, 400], hu: 150 },
  { shape: 'box', centreMm: [0, 122, 0], halfMm: [140, 6, 400], hu: -880 },
];

function paint(hu: Float32Array, geometry: VolumeGeometry, organ: Organ): void {
  const { low, high } = extent(geometry, organ);
  const [nx, ny] = geometry.dims;
  for (let k = low[2]!; k <= high[2]!; k++) {
    for (let j = low[1]!; j <= high[1]!; j++) {
      for (let i = low[0]!; i <= high[0]!; i++) {
        const inside = insideMm(organ, voxelToPatient(geometry, [i, j, k]));
        if (inside <= -edgeMm) continue;
        const share = inside >= edgeMm ? 1 : (inside / edgeMm + 1) / 2;
        const n = i + nx * (j + ny * k);
        hu[n] = hu[n]! + share * (organ.hu - hu[n]!);
      }
    }
  }
}

/** About how deep a point lies in an organ, negative outside. */
function insideMm({ shape, centreMm, halfMm, turnDeg = 0 }: Organ, p: LpsPoint): number {
  const angle = (turnDeg * Math.PI) / 180;
  const [dx, dy, dz] = [p[0] - centreMm[0], p[1] - centreMm[1], p[2] - centreMm[2]];
  const x = dx * Math.cos(angle) + dy * Math.sin(angle);
  const y = dy * Math.cos(angle) - dx * Math.sin(angle);
  const [a, b, c] = halfMm;
  if (shape === 'box') return Math.min(a - Math.abs(x), b - Math.abs(y), c - Math.abs(dz));
  if (shape === 'cylinder') {
    const across = (1 - Math.hypot(x / a, y / b)) * Math.min(a, b);
    return Math.min(across, c - Math.abs(dz));
  }
  return (1 - Math.hypot(x / a, y / b, dz / c)) * Math.min(a, b, c);
}

function extent(geometry: VolumeGeometry, { centreMm, halfMm, turnDeg = 0 }: Organ) {
  const wide = turnDeg === 0 ? null : Math.max(halfMm[0], halfMm[1]);
  const half = [wide ?? halfMm[0], wide ?? halfMm[1], halfMm[2]].map((mm) => 1.3 * mm + 3);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const sign = (c: number) => (corner & (1 << c) ? 1 : -1);
    const at = patientToVoxel(geometry, [
      centreMm[0] + sign(0) * half[0]!,
      centreMm[1] + sign(1) * half[1]!,
      centreMm[2] + sign(2) * half[2]!,
    ]);
    at.forEach((value, c) => {
      low[c] = Math.min(low[c]!, Math.floor(value));
      high[c] = Math.max(high[c]!, Math.ceil(value));
    });
  }
  return {
    low: low.map((value) => Math.max(0, value)),
    high: high.map((value, c) => Math.min(geometry.dims[c]! - 1, value)),
  };
}

/** Lines through the bones along evenly spaced views, bright and dark by turns, and a cupped middle. */
function addStreaks(
  hu: Float32Array,
  geometry: VolumeGeometry,
  heightHu: number,
  organs: readonly Organ[],
): void {
  const [nx, ny, nz] = geometry.dims;
  const plane = new Float32Array(nx * ny);
  const bones = organs.filter((organ) => organ.hu > 300).slice(0, 5);
  for (let j = 0, n = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++, n++) {
      const [x, y] = voxelToPatient(geometry, [i, j, 0]);
      for (const { centreMm } of bones) {
        const [u, v] = [x - centreMm[0], y - centreMm[1]];
        const angle = Math.atan2(v, u) * 50;
        plane[n]! += (heightHu * Math.cos(angle) ** 3) / (1 + Math.hypot(u, v) / 60);
      }
      plane[n]! -= 60 * Math.exp(-(x * x + y * y) / 100 ** 2);
    }
  }
  for (let k = 0, n = 0; k < nz; k++) {
    for (let at = 0; at < plane.length; at++, n++) {
      // Scatter and beam hardening make dense things less dense.
      if (hu[n]! > -900) hu[n] = 0.9 * (hu[n]! + 1000) - 1000 + plane[at]!;
    }
  }
}
