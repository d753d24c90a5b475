import type { CircularGeometry, GridFrame } from '../circular-geometry.ts';
import { viewFrame } from '../view-frame.ts';

/** Sizes in 32-bit floats of the C structures that the kernels take. */
export const SCENE_FLOATS = 26;
export const VIEW_FLOATS = 12;

/** Zeros on each side of a blended column: no step along it is longer than a fifth of them. */
export const LINE_PAD = 1024;

/** Length of a z column in the kernels' grids: whole vectors of four. */
export const padded = (count: number) => Math.ceil(count / 4) * 4;

/** Writes `Scene` of cone-beam.c. */
export function writeScene(at: DataView, geometry: CircularGeometry, grid: GridFrame): void {
  const [nx, ny, nz] = grid.counts;
  [nx, ny, nz, padded(nz)].forEach((count, n) => at.setInt32(4 * n, count, true));
  const doubles = [
    ...grid.originMm.map((mm, axis) => mm - geometry.isocentreMm[axis]!),
    ...grid.spacingMm,
    geometry.sourceAxisMm,
    geometry.sourceDetectorMm,
    ...geometry.pixelMm,
  ];
  doubles.forEach((value, n) => at.setFloat64(16 + 8 * n, value, true));
  at.setInt32(96, geometry.detectorColumns, true);
  at.setInt32(100, geometry.detectorRows, true);
}

/** Writes `View` of cone-beam.c for views first <= n < end, one after the other. */
export function writeViews(
  at: DataView,
  geometry: CircularGeometry,
  first: number,
  end: number,
): void {
  for (let view = first; view < end; view++) {
    const { sin, cos, sourceU, sourceV, firstU, firstV } = viewFrame(geometry, view);
    [sin, cos, sourceU, sourceV, firstU, firstV].forEach((value, n) => {
      at.setFloat64(4 * VIEW_FLOATS * (view - first) + 8 * n, value, true);
    });
  }
}

/** Copies z columns of `nz` values into columns of `padded(nz)`, zeros behind them. */
export function padColumns(from: Float32Array, nz: number, to: Float32Array): void {
  const stride = padded(nz);
  if (stride === nz) {
    to.set(from);
    return;
  }
  to.fill(0);
  for (let n = 0, m = 0; n < from.length; n += nz, m += stride) {
    to.set(from.subarray(n, n + nz), m);
  }
}

/** The other way round. */
export function unpadColumns(from: Float32Array, nz: number, to: Float32Array): void {
  const stride = padded(nz);
  if (stride === nz) {
    to.set(from);
    return;
  }
  for (let n = 0, m = 0; n < to.length; n += nz, m += stride) {
    to.set(from.subarray(m, m + nz), n);
  }
}
