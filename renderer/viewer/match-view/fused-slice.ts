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

/** The points under every `step`th pixel of a canvas with `ratio` device pixels a CSS pixel. */
export function planeGrid(
  placement: Placement,
  slice: number,
  width: number,
  height: number,
  ratio: number,
  step: number,
): PlaneGrid {
  const middle = step / 2 / ratio;
  const perStep = step / (ratio * placement.pixelsPerMm);
  const along = ([x, y, z]: Vector3): Vector3 => [x * perStep, y * perStep, z * perStep];
  return {
    columns: Math.ceil(width / step),
    rows: Math.ceil(height / step),
    startMm: canvasToPatient(placement, slice, middle, middle),
    acrossMm: along(placement.geometry.axes[0]),
    downMm: along(placement.geometry.axes[1]),
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
  const { voxels, slope, intercept, ready } = volume;
  const [ni, nj, nk] = volume.geometry.dims;
  const [start, across, down] = walkOf(volume.geometry, grid, toVolume);
  const [di, dj, dk] = across;
  const [si, sj, sk] = [ni > 1 ? 1 : 0, nj > 1 ? ni : 0, nk > 1 ? ni * nj : 0];
  const [lastI, lastJ, lastK] = [Math.max(ni - 2, 0), Math.max(nj - 2, 0), Math.max(nk - 2, 0)];
  const { columns, rows } = grid;
  for (let row = 0; row < rows; row++) {
    const bi = start[0] + row * down[0];
    const bj = start[1] + row * down[1];
    const bk = start[2] + row * down[2];
    let first = firstInside(bi, di, ni, firstInside(bj, dj, nj, firstInside(bk, dk, nk, 0)));
    let end = endInside(bi, di, ni, endInside(bj, dj, nj, endInside(bk, dk, nk, columns)));
    if (!(first < end)) first = end = columns;
    const at = row * columns;
    target.fill(NaN, at, at + first);
    target.fill(NaN, at + end, at + columns);
    for (let column = first; column < end; column++) {
      let i = bi + column * di;
      let j = bj + column * dj;
      let k = bk + column * dk;
      // Half a voxel around the volume belongs to its outermost voxels.
      i = i < 0 ? 0 : i > ni - 1 ? ni - 1 : i;
      j = j < 0 ? 0 : j > nj - 1 ? nj - 1 : j;
      k = k < 0 ? 0 : k > nk - 1 ? nk - 1 : k;
      const i0 = i < lastI ? i | 0 : lastI;
      const j0 = j < lastJ ? j | 0 : lastJ;
      const k0 = k < lastK ? k | 0 : lastK;
      i -= i0;
      j -= j0;
      k -= k0;
      if (ready !== null && ((k < 1 && ready[k0] === 0) || (k > 0 && ready[k0 + 1] === 0))) {
        target[at + column] = NaN;
        continue;
      }
      const n = i0 + ni * (j0 + nj * k0);
      const m = n + sk;
      const a = voxels[n]!;
      const b = voxels[n + sj]!;
      const c = voxels[m]!;
      const d = voxels[m + sj]!;
      const a1 = a + (voxels[n + si]! - a) * i;
      const b1 = b + (voxels[n + sj + si]! - b) * i;
      const c1 = c + (voxels[m + si]! - c) * i;
      const d1 = d + (voxels[m + sj + si]! - d) * i;
      const near = a1 + (b1 - a1) * j;
      target[at + column] = (near + (c1 + (d1 - c1) * j - near) * k) * slope + intercept;
    }
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

/** First column from `low` on at which base + column * step is within -0.5 and count - 0.5. */
function firstInside(base: number, step: number, count: number, low: number): number {
  if (Math.abs(step) < 1e-9) return base >= -0.5 && base < count - 0.5 ? low : Infinity;
  return Math.max(low, Math.ceil(((step > 0 ? -0.5 : count - 0.5) - base) / step));
}

/** The column after the last one, at most `high`, that lies within. */
function endInside(base: number, step: number, count: number, high: number): number {
  if (Math.abs(step) < 1e-9) return high;
  return Math.min(high, Math.floor(((step > 0 ? count - 0.5 : -0.5) - base) / step) + 1);
}
