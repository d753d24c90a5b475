import { patientToVoxel, voxelCount, voxelToPatient, type VolumeGeometry } from './geometry.ts';
import { emptyValue, phaseVoxels, requireGrey, sameType } from './values.ts';
import type { VoxelArray, VoxelGrid } from './volume.ts';

export interface ResampleOptions {
  /** Physical value outside the source; air for HU and 0 for signal unless told. */
  readonly outside?: number;
}

/**
 * Trilinear resampling of every phase onto another grid in the same patient space. Keeps sample
 * type, slope, intercept and unit; integer samples are rounded. Voxels whose centre lies more than
 * half a voxel outside the source take `outside`. Throws SparrowError 'volume/not-grey' for colour.
 */
export function resample(
  grid: VoxelGrid,
  target: VolumeGeometry,
  options: ResampleOptions = {},
): VoxelGrid {
  requireGrey(grid);
  const count = voxelCount(target);
  const voxels = sameType(grid.voxels, count * grid.phases);
  const outside =
    ((options.outside ?? emptyValue(grid)) - grid.rescaleIntercept) / grid.rescaleSlope;
  const round = !(voxels instanceof Float32Array);
  const limits = storedLimits(voxels);
  const blank = Math.min(limits[1], Math.max(limits[0], round ? Math.round(outside) : outside));
  const walk = indexWalk(grid.geometry, target);
  const [nx, ny, nz] = target.dims;
  for (let phase = 0; phase < grid.phases; phase++) {
    const source = phaseVoxels(grid, phase);
    const sampler = trilinear(source, grid.geometry.dims, blank);
    let n = phase * count;
    for (let k = 0; k < nz; k++) {
      for (let j = 0; j < ny; j++) {
        let x = walk.origin[0] + j * walk.j[0] + k * walk.k[0];
        let y = walk.origin[1] + j * walk.j[1] + k * walk.k[1];
        let z = walk.origin[2] + j * walk.j[2] + k * walk.k[2];
        for (let i = 0; i < nx; i++) {
          const value = sampler(x, y, z);
          voxels[n++] = round ? Math.round(value) : value;
          x += walk.i[0];
          y += walk.i[1];
          z += walk.i[2];
        }
      }
    }
  }
  return { ...grid, geometry: target, voxels };
}

/** Stored value at fractional voxel indices, `blank` beyond half a voxel outside. */
export function trilinear(
  source: VoxelArray,
  dims: VolumeGeometry['dims'],
  blank: number,
): (x: number, y: number, z: number) => number {
  const [nx, ny, nz] = dims;
  const row = nx;
  const slice = nx * ny;
  return (x, y, z) => {
    if (!(x >= -0.5 && y >= -0.5 && z >= -0.5 && x <= nx - 0.5 && y <= ny - 0.5 && z <= nz - 0.5)) {
      return blank;
    }
    const cx = x < 0 ? 0 : x > nx - 1 ? nx - 1 : x;
    const cy = y < 0 ? 0 : y > ny - 1 ? ny - 1 : y;
    const cz = z < 0 ? 0 : z > nz - 1 ? nz - 1 : z;
    const i = Math.min(Math.floor(cx), Math.max(nx - 2, 0));
    const j = Math.min(Math.floor(cy), Math.max(ny - 2, 0));
    const k = Math.min(Math.floor(cz), Math.max(nz - 2, 0));
    const fx = cx - i;
    const fy = cy - j;
    const fz = cz - k;
    const di = nx > 1 ? 1 : 0;
    const dj = ny > 1 ? row : 0;
    const dk = nz > 1 ? slice : 0;
    const n = i + j * row + k * slice;
    const near = mix(
      mix(source[n]!, source[n + di]!, fx),
      mix(source[n + dj]!, source[n + dj + di]!, fx),
      fy,
    );
    if (fz === 0) return near;
    const m = n + dk;
    const far = mix(
      mix(source[m]!, source[m + di]!, fx),
      mix(source[m + dj]!, source[m + dj + di]!, fx),
      fy,
    );
    return mix(near, far, fz);
  };
}

const mix = (a: number, b: number, f: number) => a + (b - a) * f;

/** Source index as an affine function of target index. */
function indexWalk(source: VolumeGeometry, target: VolumeGeometry) {
  const at = (i: number, j: number, k: number) =>
    patientToVoxel(source, voxelToPatient(target, [i, j, k]));
  const origin = at(0, 0, 0);
  const step = (p: readonly [number, number, number]) =>
    [p[0] - origin[0], p[1] - origin[1], p[2] - origin[2]] as const;
  return { origin, i: step(at(1, 0, 0)), j: step(at(0, 1, 0)), k: step(at(0, 0, 1)) };
}

/** Smallest and largest value a sample type holds. */
export function storedLimits(voxels: VoxelArray): readonly [number, number] {
  if (voxels instanceof Int16Array) return [-32768, 32767];
  if (voxels instanceof Uint16Array) return [0, 65535];
  if (voxels instanceof Float32Array) return [-3.4e38, 3.4e38];
  return [0, 255];
}
