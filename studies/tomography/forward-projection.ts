import type { AttenuationGrid, CircularGeometry } from './circular-geometry.ts';
import { viewFrame } from './view-frame.ts';

/**
 * Line integrals of one view by Joseph's method: the ray steps along the axis it crosses fastest
 * and interpolates linearly between voxel centres (Joseph, IEEE Trans Med Imaging 1:192, 1982).
 *
 * Rays of one detector column share their path in the xy plane, so the z column is interpolated
 * once for each step and then read at every detector row.
 *
 * @param out length columns * rows, column-major: out[u * rows + v], dimensionless line integrals.
 */
export function projectView(
  grid: AttenuationGrid,
  geometry: CircularGeometry,
  view: number,
  out: Float32Array,
): void {
  const { detectorColumns: columns, detectorRows: rows } = geometry;
  out.fill(0);
  const column = new Float32Array(grid.counts[2] + 2);
  for (let u = 0; u < columns; u++) {
    projectColumn(grid, geometry, view, u, column, out.subarray(u * rows, (u + 1) * rows));
  }
}

function projectColumn(
  grid: AttenuationGrid,
  geometry: CircularGeometry,
  view: number,
  u: number,
  column: Float32Array,
  out: Float32Array,
): void {
  const { sourceAxisMm: sad, sourceDetectorMm: sdd, isocentreMm, pixelMm } = geometry;
  const { sin, cos, sourceU, sourceV, firstU, firstV } = viewFrame(geometry, view);
  const uMm = firstU + u * pixelMm[0] - sourceU;
  const source = [
    isocentreMm[0] + sad * sin + sourceU * cos,
    isocentreMm[1] - sad * cos + sourceU * sin,
  ] as const;
  // Ray direction in the xy plane per unit of source-detector distance: the row height v scales with it.
  const direction = [-sdd * sin + uMm * cos, sdd * cos + uMm * sin] as const;

  const alongX = Math.abs(direction[0]) > Math.abs(direction[1]);
  const [step, across] = alongX ? ([0, 1] as const) : ([1, 0] as const);
  const nStep = grid.counts[step];
  const nAcross = grid.counts[across];
  const nz = grid.counts[2];
  const strideX = grid.counts[1] * nz;
  const [strideStep, strideAcross] = alongX ? [strideX, nz] : [nz, strideX];
  const rows = geometry.detectorRows;
  const rowMm = pixelMm[1];
  const firstRowMm = firstV - sourceV;
  const zSourceIndex = (isocentreMm[2] + sourceV - grid.originMm[2]) / grid.spacingMm[2];

  for (let s = 0; s < nStep; s++) {
    const at = grid.originMm[step] + s * grid.spacingMm[step];
    const t = (at - source[step]) / direction[step];
    if (t <= 0) continue;
    const acrossMm = source[across] + t * direction[across];
    const a = (acrossMm - grid.originMm[across]) / grid.spacingMm[across];
    const a0 = Math.floor(a);
    if (a0 < -1 || a0 >= nAcross) continue;
    blendColumns(grid.mu, s * strideStep, a0, a - a0, nAcross, strideAcross, nz, column);
    // Along the ray, z grows by t * v; in voxel units from the first detector row on.
    const perRow = (t * rowMm) / grid.spacingMm[2];
    let z = zSourceIndex + (t * firstRowMm) / grid.spacingMm[2];
    for (let v = 0; v < rows; v++, z += perRow) {
      // `column` carries one zero on each side, so index z is at z + 1.
      const zc = z + 1;
      if (zc <= 0 || zc >= nz + 1) continue;
      const z0 = zc | 0;
      const c0 = column[z0] as number;
      out[v] = (out[v] as number) + c0 + (zc - z0) * ((column[z0 + 1] as number) - c0);
    }
  }
  // Length of one step along the slanted ray.
  const planar = Math.hypot(direction[0], direction[1]);
  for (let v = 0; v < rows; v++) {
    const vMm = firstRowMm + v * rowMm;
    const stepMm = (grid.spacingMm[step] * Math.hypot(planar, vMm)) / Math.abs(direction[step]);
    out[v] = (out[v] as number) * stepMm;
  }
}

function blendColumns(
  mu: Float32Array,
  base: number,
  a0: number,
  weight: number,
  nAcross: number,
  strideAcross: number,
  nz: number,
  column: Float32Array,
): void {
  const low = a0 >= 0 ? base + a0 * strideAcross : -1;
  const high = a0 + 1 < nAcross ? base + (a0 + 1) * strideAcross : -1;
  const w0 = low < 0 ? 0 : 1 - weight;
  const w1 = high < 0 ? 0 : weight;
  const p0 = Math.max(low, 0);
  const p1 = Math.max(high, 0);
  for (let z = 0; z < nz; z++) {
    column[z + 1] = w0 * (mu[p0 + z] as number) + w1 * (mu[p1 + z] as number);
  }
}
