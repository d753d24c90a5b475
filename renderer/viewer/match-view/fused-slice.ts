import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import { applied } from '../../../studies/positioning/registration/pose.ts';
import {
  patientToVoxel,
  type LpsPoint,
  type Vector3,
  type VolumeGeometry,
} from '../../../studies/volume/geometry.ts';
import type { VoxelArray } from '../../../studies/volume/volume.ts';
import { canvasToPatient, type Placement } from '../placement.ts';
import type { CanvasSize } from '../use-canvas.ts';

/** Points of a plane in a regular pattern, patient LPS millimetres. */
export interface PlaneGrid {
  readonly columns: number;
  readonly rows: number;
  /** Point of column 0, row 0. */
  readonly startMm: LpsPoint;
  /** From one column, and from one row, to the next. */
  readonly acrossMm: Vector3;
  readonly downMm: Vector3;
}

/** Samples of one volume as they are stored; physical value = stored * slope + intercept. */
export interface StoredVolume {
  readonly geometry: VolumeGeometry;
  readonly voxels: VoxelArray;
  readonly slope: number;
  readonly intercept: number;
  /** 1 for each slice that has arrived; null when all have. */
  readonly ready: Uint8Array | null;
}

/** The points under the middles of a canvas's pixels, whose box has `size` CSS pixels. */
export function planeGrid(
  placement: Placement,
  slice: number,
  size: CanvasSize,
  columns: number,
  rows: number,
): PlaneGrid {
  const [right, down] = [size.width / columns, size.height / rows];
  const along = ([x, y, z]: Vector3, px: number): Vector3 => {
    const mm = px / placement.pixelsPerMm;
    return [x * mm, y * mm, z * mm];
  };
  return {
    columns,
    rows,
    startMm: canvasToPatient(placement, slice, right / 2, down / 2),
    acrossMm: along(placement.geometry.axes[0], right),
    downMm: along(placement.geometry.axes[1], down),
  };
}

/**
 * Trilinear values of a volume at the points of a plane, row by row into `target` (at least
 * columns * rows long): physical values, NaN outside the volume and where its slices have not
 * arrived. `toVolume` brings the plane's patient coordinates to the volume's own; null when they
 * are the same. Takes no memory that grows with the picture, so that it can run at every frame.
 */
export function samplePlane(
  target: Float32Array,
  volume: StoredVolume,
  grid: PlaneGrid,
  toVolume: Matrix | null,
): void {
  const { dims } = volume.geometry;
  const [start, across, down] = walkOf(volume.geometry, grid, toVolume);
  const { columns, rows } = grid;
  for (let row = 0; row < rows; row++) {
    const base: Vector3 = [
      start[0] + row * down[0],
      start[1] + row * down[1],
      start[2] + row * down[2],
    ];
    const at = row * columns;
    const [first, end] = columnsWithin(dims, base, across, -0.5, columns);
    target.fill(NaN, at, at + first);
    target.fill(NaN, at + end, at + columns);
    let [inner, innerEnd] = volume.ready
      ? [end, end]
      : columnsWithin(dims, base, across, insideBy, columns);
    inner = Math.min(Math.max(inner, first), end);
    innerEnd = Math.min(Math.max(innerEnd, inner), end);
    sampleBorder(target, at, first, inner, volume, base, across);
    sampleInside(target, at, inner, innerEnd, volume, base, across);
    sampleBorder(target, at, innerEnd, end, volume, base, across);
  }
}

/** So far from the outermost voxels, in voxels, rounding cannot lead out of the volume. */
const insideBy = 1e-3;

/** Points with all eight voxels around them in the volume: nearly all of a picture. */
function sampleInside(
  target: Float32Array,
  at: number,
  from: number,
  to: number,
  { geometry, voxels, slope, intercept }: StoredVolume,
  [bi, bj, bk]: Vector3,
  [di, dj, dk]: Vector3,
): void {
  const ni = geometry.dims[0];
  const slice = ni * geometry.dims[1];
  for (let column = from; column < to; column++) {
    let i = bi + column * di;
    let j = bj + column * dj;
    let k = bk + column * dk;
    const i0 = i | 0;
    const j0 = j | 0;
    const k0 = k | 0;
    i -= i0;
    j -= j0;
    k -= k0;
    const n = i0 + ni * j0 + slice * k0;
    const m = n + slice;
    const a = voxels[n]!;
    const b = voxels[n + ni]!;
    const c = voxels[m]!;
    const d = voxels[m + ni]!;
    const a1 = a + (voxels[n + 1]! - a) * i;
    const b1 = b + (voxels[n + ni + 1]! - b) * i;
    const c1 = c + (voxels[m + 1]! - c) * i;
    const d1 = d + (voxels[m + ni + 1]! - d) * i;
    const near = a1 + (b1 - a1) * j;
    target[at + column] = (near + (c1 + (d1 - c1) * j - near) * k) * slope + intercept;
  }
}

/** Points anywhere in the volume; half a voxel around it belongs to its outermost voxels. */
function sampleBorder(
  target: Float32Array,
  at: number,
  from: number,
  to: number,
  { geometry, voxels, slope, intercept, ready }: StoredVolume,
  [bi, bj, bk]: Vector3,
  [di, dj, dk]: Vector3,
): void {
  const [ni, nj, nk] = geometry.dims;
  const [si, sj, sk] = [ni > 1 ? 1 : 0, nj > 1 ? ni : 0, nk > 1 ? ni * nj : 0];
  const [lastI, lastJ, lastK] = [Math.max(ni - 2, 0), Math.max(nj - 2, 0), Math.max(nk - 2, 0)];
  for (let column = from; column < to; column++) {
    let i = Math.min(Math.max(bi + column * di, 0), ni - 1);
    let j = Math.min(Math.max(bj + column * dj, 0), nj - 1);
    let k = Math.min(Math.max(bk + column * dk, 0), nk - 1);
    const i0 = Math.min(i | 0, lastI);
    const j0 = Math.min(j | 0, lastJ);
    const k0 = Math.min(k | 0, lastK);
    i -= i0;
    j -= j0;
    k -= k0;
    if (ready && ((k < 1 && ready[k0] === 0) || (k > 0 && ready[k0 + 1] === 0))) {
      target[at + column] = NaN;
      continue;
    }
    const n = i0 + ni * (j0 + nj * k0);
    const m = n + sk;
    const a1 = voxels[n]! + (voxels[n + si]! - voxels[n]!) * i;
    const b1 = voxels[n + sj]! + (voxels[n + sj + si]! - voxels[n + sj]!) * i;
    const c1 = voxels[m]! + (voxels[m + si]! - voxels[m]!) * i;
    const d1 = voxels[m + sj]! + (voxels[m + sj + si]! - voxels[m + sj]!) * i;
    const near = a1 + (b1 - a1) * j;
    target[at + column] = (near + (c1 + (d1 - c1) * j - near) * k) * slope + intercept;
  }
}

/** Voxel index of the plane's first point, and its change from column to column and row to row. */
function walkOf(
  geometry: VolumeGeometry,
  { startMm, acrossMm, downMm }: PlaneGrid,
  toVolume: Matrix | null,
): [Vector3, Vector3, Vector3] {
  const voxelAt = (from: Vector3): Vector3 => {
    const point: LpsPoint = [startMm[0] + from[0], startMm[1] + from[1], startMm[2] + from[2]];
    return patientToVoxel(geometry, toVolume ? applied(toVolume, point) : point);
  };
  const start = voxelAt([0, 0, 0]);
  const change = ([x, y, z]: Vector3): Vector3 => [x - start[0], y - start[1], z - start[2]];
  return [start, change(voxelAt(acrossMm)), change(voxelAt(downMm))];
}

/** Columns, the last one excluded, of a row that are `by` voxels or more inside the outermost ones. */
function columnsWithin(
  dims: VolumeGeometry['dims'],
  base: Vector3,
  step: Vector3,
  by: number,
  columns: number,
): [first: number, end: number] {
  let [first, end] = [0, columns];
  for (let axis = 0; axis < 3; axis++) {
    const [from, each, most] = [base[axis]!, step[axis]!, dims[axis]! - 1 - by];
    if (Math.abs(each) < 1e-9) {
      if (from < by || from >= most) return [columns, columns];
      continue;
    }
    first = Math.max(first, Math.ceil(((each > 0 ? by : most) - from) / each));
    end = Math.min(end, Math.floor(((each > 0 ? most : by) - from) / each) + 1);
  }
  return first < end ? [first, end] : [columns, columns];
}
