import { patientToVoxel, voxelToPatient, type LpsPoint } from '../../volume/geometry.ts';
import {
  WATER_MU_PER_MM,
  voxelsOf,
  type AttenuationGrid,
  type GridFrame,
} from '../circular-geometry.ts';
import type { CtVolume } from './ct-volume.ts';
import { gaussianBlur } from './gaussian-blur.ts';

/** What is scanned: HU on a grid in the patient, z fastest as in AttenuationGrid. */
export interface ObjectVolume {
  readonly frame: GridFrame;
  readonly hu: Float32Array;
}

const leastHu = -1000;
const mostHu = 3000;
/** Blur before sampling: this share of the new voxel, where that is more than `leastBlur` old ones. */
const blurShare = 0.35;
const leastBlur = 0.45;

/**
 * A CT on the grid of the scanned object, by trilinear interpolation after a blur that keeps fine
 * detail from folding. Beyond the CT there is its least value (models/training/placement.py `place`).
 */
export function placeCt(ct: CtVolume, frame: GridFrame): ObjectVolume {
  const { dims, spacingMm } = ct.geometry;
  const sigma = spacingMm.map((mm) => {
    const s = (blurShare * frame.spacingMm[0]) / mm;
    return s > leastBlur ? s : 0;
  });
  const clipped = Float32Array.from(ct.hu, clip);
  const low = clipped.reduce((least, value) => (value < least ? value : least), Infinity);
  const source = sigma.some((s) => s > 0) ? gaussianBlur(clipped, dims, sigma) : clipped;
  const [nx, ny, nz] = frame.counts;
  const hu = new Float32Array(voxelsOf(frame));
  const positionOf = (x: number, y: number, z: number) =>
    patientToVoxel(ct.geometry, gridPoint(frame, x, y, z));
  const first = positionOf(0, 0, 0);
  const step = positionOf(0, 0, 1).map((value, axis) => value - first[axis]!);
  let at = 0;
  for (let x = 0; x < nx; x++) {
    for (let y = 0; y < ny; y++) {
      let [i, j, k] = positionOf(x, y, 0);
      for (let z = 0; z < nz; z++, at++) {
        hu[at] = clip(trilinear(source, dims, i, j, k, low));
        i += step[0]!;
        j += step[1]!;
        k += step[2]!;
      }
    }
  }
  return { frame, hu };
}

/** Patient position of a grid voxel. */
export function gridPoint(
  { originMm, spacingMm }: GridFrame,
  x: number,
  y: number,
  z: number,
): LpsPoint {
  return [
    originMm[0] + x * spacingMm[0],
    originMm[1] + y * spacingMm[1],
    originMm[2] + z * spacingMm[2],
  ];
}

function clip(hu: number): number {
  return hu < leastHu ? leastHu : hu > mostHu ? mostHu : hu;
}

function trilinear(
  values: Float32Array,
  [nx, ny, nz]: readonly [number, number, number],
  i: number,
  j: number,
  k: number,
  outside: number,
): number {
  if (i <= -1 || j <= -1 || k <= -1 || i >= nx || j >= ny || k >= nz) return outside;
  const [i0, j0, k0] = [Math.floor(i), Math.floor(j), Math.floor(k)];
  const [a, b, c] = [i - i0, j - j0, k - k0];
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const ii = i0 + (corner & 1);
    const jj = j0 + ((corner >> 1) & 1);
    const kk = k0 + (corner >> 2);
    const weight = (corner & 1 ? a : 1 - a) * (corner & 2 ? b : 1 - b) * (corner & 4 ? c : 1 - c);
    if (weight === 0) continue;
    const inside = ii >= 0 && jj >= 0 && kk >= 0 && ii < nx && jj < ny && kk < nz;
    sum += weight * (inside ? values[(kk * ny + jj) * nx + ii]! : outside);
  }
  return sum;
}

/** Air outside a cylinder about the head-feet axis through `centre`, in place. */
export function trimToCylinder(
  { frame, hu }: ObjectVolume,
  centre: LpsPoint,
  radiusMm: number,
): void {
  const [nx, ny, nz] = frame.counts;
  for (let x = 0; x < nx; x++) {
    for (let y = 0; y < ny; y++) {
      const [px, py] = gridPoint(frame, x, y, 0);
      if (Math.hypot(px - centre[0], py - centre[1]) <= radiusMm) continue;
      const at = (x * ny + y) * nz;
      hu.fill(leastHu, at, at + nz);
    }
  }
}

/** mu = 0.0206/mm (1 + HU/1000). */
export function attenuationOf({ frame, hu }: ObjectVolume): AttenuationGrid {
  return { ...frame, mu: hu.map((value) => WATER_MU_PER_MM * (1 + value / 1000)) };
}

/** Denser than this is body: lung is not, fat is. */
export const bodyHu = -300;
const slabMm = 20;

/**
 * Middle of the body: the CT's middle along the head-feet axis, and the centroid there of everything
 * denser than -300 HU within 20 mm. Null when there is none.
 */
export function bodyCentre({ geometry, hu }: CtVolume): LpsPoint | null {
  const [ni, nj, nk] = geometry.dims;
  const middle = voxelToPatient(geometry, [(ni - 1) / 2, (nj - 1) / 2, (nk - 1) / 2]);
  let [count, sumX, sumY] = [0, 0, 0];
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      for (let i = 0; i < ni; i++) {
        if (hu[(k * nj + j) * ni + i]! <= bodyHu) continue;
        const [x, y, z] = voxelToPatient(geometry, [i, j, k]);
        if (Math.abs(z - middle[2]) >= slabMm) continue;
        count++;
        sumX += x;
        sumY += y;
      }
    }
  }
  return count === 0 ? null : [sumX / count, sumY / count, middle[2]];
}
