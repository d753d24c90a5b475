import type { VolumeGeometry } from '../../volume/geometry.ts';
import { sameType } from '../../volume/values.ts';
import type { VoxelArray } from '../../volume/volume.ts';
import type { ResamplePlan } from './assembled.ts';

/**
 * Puts source slices on the regular grid of a plan: bilinear in the plane, linear between slices.
 * `source` holds phases of slices of sourceColumns x sourceRows. What no slice covers takes the
 * lowest source value. Integer samples are rounded.
 */
export function resampleStack(
  source: VoxelArray,
  plan: ResamplePlan,
  dims: VolumeGeometry['dims'],
  phases: number,
): VoxelArray {
  const [nx, ny, nz] = dims;
  const target = sameType(source, nx * ny * nz * phases);
  const sourceSlice = plan.sourceColumns * plan.sourceRows;
  const sourceSlices = plan.offsetsPx.length;
  let lowest = Infinity;
  for (let n = 0; n < source.length; n++) if (source[n]! < lowest) lowest = source[n]!;
  const exact = target instanceof Float32Array;
  const lower = new Float32Array(nx * ny);
  const upper = new Float32Array(nx * ny);
  for (let phase = 0; phase < phases; phase++) {
    const slice = (n: number) => {
      const start = (phase * sourceSlices + n) * sourceSlice;
      return source.subarray(start, start + sourceSlice);
    };
    for (let k = 0; k < nz; k++) {
      const out = target.subarray((phase * nz + k) * nx * ny, (phase * nz + k + 1) * nx * ny);
      const blend = plan.slices[k];
      if (!blend) {
        out.fill(lowest);
        continue;
      }
      shiftSlice(slice(blend.lower), plan, blend.lower, lower, nx, lowest);
      if (blend.weight > 0) shiftSlice(slice(blend.upper), plan, blend.upper, upper, nx, lowest);
      for (let n = 0; n < out.length; n++) {
        const a = lower[n]!;
        const value = blend.weight > 0 ? a + (upper[n]! - a) * blend.weight : a;
        out[n] = exact ? value : Math.round(value);
      }
    }
  }
  return target;
}

/** Draws one slice, moved by its offset, onto a target slice `nx` wide. */
function shiftSlice(
  slice: VoxelArray,
  plan: ResamplePlan,
  index: number,
  target: Float32Array,
  nx: number,
  outside: number,
): void {
  const { sourceColumns: columns, sourceRows: rows } = plan;
  const [dx, dy] = plan.offsetsPx[index]!;
  for (let n = 0; n < target.length; n++) {
    const x = (n % nx) - dx;
    const y = Math.floor(n / nx) - dy;
    if (x < -0.5 || y < -0.5 || x > columns - 0.5 || y > rows - 0.5) {
      target[n] = outside;
      continue;
    }
    const cx = Math.min(columns - 1, Math.max(0, x));
    const cy = Math.min(rows - 1, Math.max(0, y));
    const i = Math.floor(cx);
    const j = Math.floor(cy);
    const fx = cx - i;
    const fy = cy - j;
    const p = j * columns + i;
    const right = fx > 0 ? 1 : 0;
    const below = fy > 0 ? columns : 0;
    const top = slice[p]! + (slice[p + right]! - slice[p]!) * fx;
    const bottom = slice[p + below]! + (slice[p + below + right]! - slice[p + below]!) * fx;
    target[n] = top + (bottom - top) * fy;
  }
}
