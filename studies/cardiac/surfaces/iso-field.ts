import { squaredDistances } from '../../positioning/structures/distance.ts';

/** Columns, rows, planes; or mm along them. */
export type Triple = readonly [number, number, number];

/** A smooth signed distance on an isotropic grid round one body. */
export interface IsoField {
  /** Positive inside, never on the border; i fastest. */
  readonly values: Float32Array;
  readonly dims: Triple;
  /** Where its first node lies, mm along the axes from the mask's voxel (0, 0, 0). */
  readonly firstMm: Triple;
}

export const isoStepMm = 1.5;
const gaussianMm = 0.75;
/** Voxels kept round the body: further distances shape nothing. */
const margin = 3;
/** Nodes beyond the box, so that the border is outside. */
const border = 2;

/**
 * Signed distance of a mask, resampled to 1.5 mm, smoothed with a Gaussian of 0.75 mm, and cut where
 * the grid's outermost voxels end. Null: the mask is empty.
 */
export function isoField(mask: Uint8Array, dims: Triple, spacingMm: Triple): IsoField | null {
  const box = boxOf(mask, dims);
  if (box === null) return null;
  const { from, size } = box;
  const signed = signedDistances(cut(mask, dims, from, size), size, spacingMm);
  const axes = [0, 1, 2].map((a) => nodesOf(from[a]!, size[a]!, dims[a]!, spacingMm[a]!));
  const [x, y, z] = axes as [Axis, Axis, Axis];
  const isoDims = [x.low.length, y.low.length, z.low.length] as const;
  let values: Float32Array = resampled(signed, size, x, y, z);
  for (const axis of [0, 1, 2] as const) values = blurred(values, isoDims, axis);
  capped(values, x, y, z);
  return { values, dims: isoDims, firstMm: [x.firstMm, y.firstMm, z.firstMm] };
}

function boxOf(mask: Uint8Array, [nx, ny, nz]: Triple): { from: Triple; size: Triple } | null {
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (mask[at] === 0) continue;
        if (i < low[0]!) low[0] = i;
        if (i > high[0]!) high[0] = i;
        if (j < low[1]!) low[1] = j;
        if (j > high[1]!) high[1] = j;
        if (k < low[2]!) low[2] = k;
        if (k > high[2]!) high[2] = k;
      }
  if (high[0]! < 0) return null;
  const from = low.map((n) => Math.max(0, n - margin));
  const to = high.map((n, a) => Math.min([nx, ny, nz][a]! - 1, n + margin));
  const size = to.map((n, a) => n - from[a]! + 1);
  return { from: from as unknown as Triple, size: size as unknown as Triple };
}

function cut(mask: Uint8Array, [nx, ny]: Triple, from: Triple, [w, h, d]: Triple): Uint8Array {
  const part = new Uint8Array(w * h * d);
  for (let k = 0; k < d; k++)
    for (let j = 0; j < h; j++) {
      const at = from[0] + nx * (from[1] + j + ny * (from[2] + k));
      part.set(mask.subarray(at, at + w), (k * h + j) * w);
    }
  return part;
}

/** To the nearest voxel centre on the other side: passes zero half-way between two centres. */
function signedDistances(mask: Uint8Array, dims: Triple, spacingMm: Triple): Float32Array {
  const signed = squaredDistances(mask, dims, spacingMm);
  const inwards = squaredDistances(mask, dims, spacingMm, false);
  // Without an outside in the box only its ends matter.
  const farMm = 1000;
  for (let at = 0; at < mask.length; at++)
    signed[at] =
      mask[at] === 0 ? -Math.sqrt(signed[at]!) : Math.min(farMm, Math.sqrt(inwards[at]!));
  return signed;
}

/** Isotropic nodes along one axis: the two voxels of the box round each, and what ends where. */
interface Axis {
  readonly firstMm: number;
  readonly low: Int32Array;
  readonly share: Float64Array;
  /** To the nearer end of the whole grid's outermost voxels, mm, positive within. */
  readonly withinMm: Float64Array;
}

function nodesOf(from: number, size: number, dims: number, stepMm: number): Axis {
  const firstMm = (from - 0.5) * stepMm - border * isoStepMm;
  const count = Math.ceil((size * stepMm) / isoStepMm) + 2 * border + 1;
  const axis = {
    firstMm,
    low: new Int32Array(count),
    share: new Float64Array(count),
    withinMm: new Float64Array(count),
  };
  for (let n = 0; n < count; n++) {
    const mm = firstMm + n * isoStepMm;
    const at = Math.min(size - 1, Math.max(0, mm / stepMm - from));
    axis.low[n] = Math.max(0, Math.min(size - 2, Math.floor(at)));
    axis.share[n] = at - axis.low[n]!;
    axis.withinMm[n] = Math.min(mm + stepMm / 2, (dims - 0.5) * stepMm - mm);
  }
  return axis;
}

/** Trilinear; beyond the box its outermost values go on. */
function resampled(source: Float32Array, [w, h, d]: Triple, x: Axis, y: Axis, z: Axis) {
  const [nx, ny, nz] = [x.low.length, y.low.length, z.low.length];
  const values = new Float32Array(nx * ny * nz);
  const right = w > 1 ? 1 : 0;
  const down = h > 1 ? w : 0;
  const deep = d > 1 ? w * h : 0;
  let to = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const row = w * (y.low[j]! + h * z.low[k]!);
      const [fy, fz] = [y.share[j]!, z.share[k]!];
      for (let i = 0; i < nx; i++, to++) {
        const at = row + x.low[i]!;
        const fx = x.share[i]!;
        const a = source[at]! + fx * (source[at + right]! - source[at]!);
        const b = source[at + down]! + fx * (source[at + down + right]! - source[at + down]!);
        const over = at + deep;
        const c = source[over]! + fx * (source[over + right]! - source[over]!);
        const e = source[over + down]! + fx * (source[over + down + right]! - source[over + down]!);
        const near = a + fy * (b - a);
        values[to] = near + fz * (c + fy * (e - c) - near);
      }
    }
  return values;
}

/** One pass of the Gaussian; the ends are drawn out. */
function blurred(values: Float32Array, dims: Triple, axis: 0 | 1 | 2): Float32Array {
  const sd = gaussianMm / isoStepMm;
  const [one, two] = [Math.exp(-0.5 / sd ** 2), Math.exp(-2 / sd ** 2)];
  const w0 = 1 / (1 + 2 * one + 2 * two);
  const [w1, w2] = [w0 * one, w0 * two];
  const step = [1, dims[0], dims[0] * dims[1]][axis]!;
  const count = dims[axis];
  const blur = new Float32Array(values.length);
  let at = 0;
  while (at < values.length)
    for (let n = 0; n < count; n++) {
      const [b1, a1] = [n > 0 ? step : 0, n < count - 1 ? step : 0];
      const [b2, a2] = [n > 1 ? 2 * step : b1, n < count - 2 ? 2 * step : a1];
      for (let end = at + step; at < end; at++)
        blur[at] =
          w0 * values[at]! +
          w1 * (values[at - b1]! + values[at + a1]!) +
          w2 * (values[at - b2]! + values[at + a2]!);
    }
  return blur;
}

/** Flat ends where the outermost voxels end. */
function capped(values: Float32Array, x: Axis, y: Axis, z: Axis): void {
  let at = 0;
  for (const deep of z.withinMm)
    for (const down of y.withinMm) {
      const within = Math.min(deep, down);
      for (let i = 0; i < x.withinMm.length; i++, at++)
        values[at] = Math.min(values[at]!, within, x.withinMm[i]!);
    }
}
