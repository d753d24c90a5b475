import {
  WATER_MU_PER_MM,
  type AttenuationGrid,
  type CircularGeometry,
} from './circular-geometry.ts';
import { rampFilter } from './ramp-filter.ts';

/**
 * Feldkamp-Davis-Kress reconstruction of a full circular scan (J Opt Soc Am A 1:612, 1984).
 * Accumulates view by view, so that views may be shared among workers and their sums added.
 */
export class FdkAccumulator {
  readonly #geometry: CircularGeometry;
  readonly #grid: AttenuationGrid;
  readonly #filter: (projection: Float32Array) => Float32Array;

  /** @param grid zeroed (or part-filled) attenuation, added to in place. */
  constructor(geometry: CircularGeometry, grid: AttenuationGrid, hannCutOff = 1) {
    this.#geometry = geometry;
    this.#grid = grid;
    const { detectorColumns, detectorRows, pixelMm, sourceAxisMm, sourceDetectorMm } = geometry;
    const isocentrePixelMm = (pixelMm[0] * sourceAxisMm) / sourceDetectorMm;
    const filter = rampFilter(detectorColumns, isocentrePixelMm, hannCutOff);
    this.#filter = (projection) => filter(cosineWeight(geometry, projection), detectorRows);
  }

  /** Weight, filter and back-project one view. Line integrals column-major: [u * rows + v]. */
  add(view: number, projection: Float32Array): void {
    backProject(this.#grid, this.#geometry, view, this.#filter(projection));
  }
}

function cosineWeight(geometry: CircularGeometry, projection: Float32Array): Float32Array {
  const { detectorColumns: columns, detectorRows: rows, pixelMm, sourceDetectorMm } = geometry;
  const out = new Float32Array(projection.length);
  for (let u = 0; u < columns; u++) {
    const uMm = (u - (columns - 1) / 2) * pixelMm[0];
    for (let v = 0; v < rows; v++) {
      const vMm = (v - (rows - 1) / 2) * pixelMm[1];
      const n = u * rows + v;
      out[n] =
        ((projection[n] as number) * sourceDetectorMm) / Math.hypot(sourceDetectorMm, uMm, vMm);
    }
  }
  return out;
}

/** Voxel-driven back projection with the distance weight; one detector column lerp for each (x, y). */
function backProject(
  grid: AttenuationGrid,
  geometry: CircularGeometry,
  view: number,
  filtered: Float32Array,
): void {
  const { detectorColumns: columns, detectorRows: rows, pixelMm, isocentreMm } = geometry;
  const { sourceAxisMm: sad, sourceDetectorMm: sdd } = geometry;
  const [nx, ny, nz] = grid.counts;
  const angle = ((geometry.anglesDeg[view] ?? 0) * Math.PI) / 180;
  const sin = Math.sin(angle);
  const cos = Math.cos(angle);
  const scale = Math.PI / geometry.anglesDeg.length;
  const column = new Float32Array(rows + 1);
  const zFirst = grid.originMm[2] - isocentreMm[2];
  for (let ix = 0; ix < nx; ix++) {
    const x = grid.originMm[0] + ix * grid.spacingMm[0] - isocentreMm[0];
    for (let iy = 0; iy < ny; iy++) {
      const y = grid.originMm[1] + iy * grid.spacingMm[1] - isocentreMm[1];
      const depth = sad - (x * sin - y * cos);
      const magnification = sdd / depth;
      const u = ((x * cos + y * sin) * magnification) / pixelMm[0] + (columns - 1) / 2;
      const u0 = Math.floor(u);
      if (u0 < 0 || u0 + 1 >= columns) continue;
      const weight = scale * (sad / depth) ** 2;
      const w1 = (u - u0) * weight;
      const w0 = weight - w1;
      const p0 = u0 * rows;
      for (let v = 0; v < rows; v++) {
        column[v] = w0 * (filtered[p0 + v] as number) + w1 * (filtered[p0 + rows + v] as number);
      }
      const perVoxel = (magnification * grid.spacingMm[2]) / pixelMm[1];
      let v = (zFirst * magnification) / pixelMm[1] + (rows - 1) / 2;
      const base = (ix * ny + iy) * nz;
      for (let iz = 0; iz < nz; iz++, v += perVoxel) {
        if (v < 0 || v > rows - 1) continue;
        const v0 = v | 0;
        const c0 = column[v0] as number;
        grid.mu[base + iz] =
          (grid.mu[base + iz] as number) + c0 + (v - v0) * ((column[v0 + 1] as number) - c0);
      }
    }
  }
}

/** CT numbers of a z-fastest attenuation grid in i-fastest order, rounded and clipped to int16. */
export function attenuationToHu(grid: AttenuationGrid): Int16Array {
  const [nx, ny, nz] = grid.counts;
  const hu = new Int16Array(nx * ny * nz);
  for (let x = 0; x < nx; x++)
    for (let y = 0; y < ny; y++)
      for (let z = 0; z < nz; z++) {
        const mu = grid.mu[(x * ny + y) * nz + z] as number;
        const value = Math.round(1000 * (mu / WATER_MU_PER_MM - 1));
        hu[(z * ny + y) * nx + x] = Math.max(-1024, Math.min(3071, value));
      }
  return hu;
}
