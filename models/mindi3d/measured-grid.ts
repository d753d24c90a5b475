import {
  WATER_MU_PER_MM,
  type AttenuationGrid,
  type GridFrame,
} from '../../studies/tomography/circular-geometry.ts';
import type { LpsPoint } from '../../studies/volume/geometry.ts';
import type { GridSize, Spacing } from './working-grid.ts';

/** Where a volume lies in the room that its projections were taken in; its axes are the patient's. */
export interface Placement {
  readonly dims: GridSize;
  readonly spacingMm: Spacing;
  /** Patient position of the first voxel's centre. */
  readonly originMm: LpsPoint;
}

/** The frame of a volume, lengthened by `extra` slices at each end. */
export function frameOf({ dims, spacingMm, originMm }: Placement, extra = 0): GridFrame {
  const [x, y, z] = originMm;
  return {
    counts: [dims[0], dims[1], dims[2] + 2 * extra],
    spacingMm,
    originMm: [x, y, z - extra * spacingMm[2]],
  };
}

/** The same middle on other voxels. */
export function sameMiddle(
  place: Placement,
  { dims, spacingMm }: Pick<Placement, 'dims' | 'spacingMm'>,
): Placement {
  const first = (axis: 0 | 1 | 2) =>
    place.originMm[axis] +
    ((place.dims[axis] - 1) * place.spacingMm[axis] - (dims[axis] - 1) * spacingMm[axis]) / 2;
  return { dims, spacingMm, originMm: [first(0), first(1), first(2)] };
}

/**
 * Attenuation of a volume of HU (i fastest) on its lengthened frame; the slices beyond its ends repeat
 * the last ones. Where `inside` is 0 there is air.
 *
 * @param rangeHu values are clipped to it; physics needs none below air, and training had none above.
 */
export function attenuationOf(
  hu: Int16Array,
  place: Placement,
  inside: Uint8Array | null,
  { extra = 0, rangeHu = [-32768, 32767] }: { extra?: number; rangeHu?: readonly number[] } = {},
): AttenuationGrid {
  const frame = frameOf(place, extra);
  const [columns, rows, slices] = place.dims;
  const [least = -32768, most = 32767] = rangeHu;
  const depth = slices + 2 * extra;
  const plane = columns * rows;
  const mu = new Float32Array(plane * depth);
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++) {
        const n = k * plane + j * columns + i;
        if (inside !== null && inside[n] === 0) continue;
        const clipped = Math.min(most, Math.max(least, hu[n]!));
        mu[(i * rows + j) * depth + k + extra] = WATER_MU_PER_MM * (1 + clipped / 1000);
      }
    }
  }
  if (extra > 0) repeatEnds(mu, depth, extra);
  return { ...frame, mu };
}

function repeatEnds(mu: Float32Array, depth: number, extra: number): void {
  for (let from = 0; from < mu.length; from += depth) {
    mu.fill(mu[from + extra]!, from, from + extra);
    mu.fill(mu[from + depth - extra - 1]!, from + depth - extra, from + depth);
  }
}

/**
 * Whole HU of the middle of a lengthened grid, i fastest; where `inside` is 0 what `elsewhere` has, or
 * air without it.
 */
export function huOf(
  { counts, mu }: AttenuationGrid,
  extra: number,
  inside: Uint8Array | null,
  elsewhere: Int16Array | null,
): Int16Array {
  const [columns, rows, depth] = counts;
  const slices = depth - 2 * extra;
  const plane = columns * rows;
  const hu = elsewhere === null ? new Int16Array(plane * slices).fill(-1000) : elsewhere.slice();
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      const from = (i * rows + j) * depth + extra;
      for (let k = 0; k < slices; k++) {
        const n = k * plane + j * columns + i;
        if (inside !== null && inside[n] === 0) continue;
        const value = 1000 * (mu[from + k]! / WATER_MU_PER_MM - 1);
        hu[n] = Math.min(32767, Math.round(value));
      }
    }
  }
  return hu;
}

/** Values of a z-fastest grid in i-fastest order; 0 where `inside` is 0. */
export function columnsFirst(
  values: Float32Array,
  [columns, rows, slices]: GridSize,
  inside: Uint8Array,
): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      const from = (i * rows + j) * slices;
      for (let k = 0; k < slices; k++) {
        const n = (k * rows + j) * columns + i;
        if (inside[n] === 1) out[n] = values[from + k]!;
      }
    }
  }
  return out;
}
