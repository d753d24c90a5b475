import { voxelToPatient, type VolumeGeometry } from '../../volume/geometry.ts';
import { phaseVoxels, requireGrey } from '../../volume/values.ts';
import type { VoxelGrid } from '../../volume/volume.ts';

/** A volume made coarser by averaging blocks of voxels; HU, i fastest. */
export interface Level {
  readonly geometry: VolumeGeometry;
  readonly values: Float32Array;
}

/**
 * The volume at about each of the wanted voxel sizes, finest last: blocks of whole voxels are averaged,
 * never interpolated, so nothing is blurred twice. An axis already coarser stays as it is.
 * @param wantedMm coarsest first
 * Throws SparrowError 'volume/not-grey'.
 */
export function levelsOf(grid: VoxelGrid, wantedMm: readonly number[], phase = 0): Level[] {
  requireGrey(grid);
  const stored = phaseVoxels(grid, phase);
  const levels: Level[] = [];
  let last: { level: Level; factors: Factors } | null = null;
  for (const mm of [...wantedMm].reverse()) {
    const factors = factorsFor(grid.geometry, mm);
    // Coarse blocks are made of finer blocks where they divide, which saves reading all voxels again.
    const divides = last !== null && factors.every((f, a) => f % last!.factors[a]! === 0);
    const level: Level =
      divides && last !== null
        ? reduced(
            last.level.values,
            last.level.geometry,
            factors.map((f, a) => f / last!.factors[a]!) as unknown as Factors,
          )
        : reduced(stored, grid.geometry, factors, grid.rescaleSlope, grid.rescaleIntercept);
    levels.unshift(level);
    last = { level, factors };
  }
  return levels;
}

type Factors = readonly [number, number, number];

function factorsFor({ spacingMm, dims }: VolumeGeometry, mm: number): Factors {
  const of = (a: 0 | 1 | 2) => {
    const wanted = Math.max(1, mm / spacingMm[a]);
    // Powers of two, so that every level divides the next.
    const power = 2 ** Math.round(Math.log2(wanted));
    return Math.min(power, Math.max(1, dims[a]));
  };
  return [of(0), of(1), of(2)];
}

function reduced(
  source: ArrayLike<number>,
  geometry: VolumeGeometry,
  [fx, fy, fz]: Factors,
  slope = 1,
  intercept = 0,
): Level {
  const [nx, ny, nz] = geometry.dims;
  const dims = [Math.floor(nx / fx), Math.floor(ny / fy), Math.floor(nz / fz)] as const;
  const [mx, my, mz] = dims;
  const values = new Float32Array(mx * my * mz);
  const row = new Float64Array(mx);
  const scale = slope / (fx * fy * fz);
  for (let k = 0, n = 0; k < mz; k++) {
    for (let j = 0; j < my; j++, n += mx) {
      row.fill(0);
      for (let c = 0; c < fz; c++) {
        for (let b = 0; b < fy; b++) {
          let at = ((k * fz + c) * ny + j * fy + b) * nx;
          for (let i = 0; i < mx; i++) {
            let sum = 0;
            for (let a = 0; a < fx; a++) sum += source[at++]!;
            row[i]! += sum;
          }
        }
      }
      for (let i = 0; i < mx; i++) {
        const value = row[i]! * scale + intercept;
        // Not-a-number marks what was not reconstructed.
        values[n + i] = value === value ? value : -1000;
      }
    }
  }
  const middle = (f: number) => (f - 1) / 2;
  return {
    geometry: {
      dims,
      spacingMm: [
        geometry.spacingMm[0] * fx,
        geometry.spacingMm[1] * fy,
        geometry.spacingMm[2] * fz,
      ],
      originMm: voxelToPatient(geometry, [middle(fx), middle(fy), middle(fz)]),
      axes: geometry.axes,
    },
    values,
  };
}
