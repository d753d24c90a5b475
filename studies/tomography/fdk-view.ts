import type { AttenuationGrid, CircularGeometry } from './circular-geometry.ts';
import type { BackProjectionOptions } from './cone-beam.ts';
import { rampFilter, type RampFilter } from './ramp-filter.ts';
import { viewFrame } from './view-frame.ts';

/** One view, weighted by its cosines and column weights and ramp-filtered. */
export function filterView(
  projection: Float32Array,
  geometry: CircularGeometry,
  view: number,
  filter: RampFilter,
): Float32Array {
  const { detectorColumns: columns, detectorRows: rows, pixelMm } = geometry;
  const { sourceAxisMm, sourceDetectorMm } = geometry;
  const frame = viewFrame(geometry, view);
  const weighted = new Float32Array(projection.length);
  for (let u = 0; u < columns; u++) {
    const uMm = frame.firstU + u * pixelMm[0] - frame.sourceU;
    const weight = filter.columnWeights[view * columns + u]! * sourceDetectorMm;
    for (let v = 0; v < rows; v++) {
      const vMm = frame.firstV + v * pixelMm[1] - frame.sourceV;
      const n = u * rows + v;
      weighted[n] = (projection[n]! * weight) / Math.hypot(sourceDetectorMm, uMm, vMm);
    }
  }
  const pitchMm = (pixelMm[0] * sourceAxisMm) / sourceDetectorMm;
  return rampFilter(columns, pitchMm, filter.hannCutOff)(weighted, rows);
}

/** Voxel-driven back projection of one view; one detector column lerp for each (x, y). */
export function addBackProjection(
  grid: AttenuationGrid,
  geometry: CircularGeometry,
  view: number,
  projection: Float32Array,
  { fdkWeight, scale }: BackProjectionOptions,
): void {
  const { detectorColumns: columns, detectorRows: rows, pixelMm, isocentreMm } = geometry;
  const { sourceAxisMm: sad, sourceDetectorMm: sdd } = geometry;
  const { sin, cos, sourceU, sourceV, firstU, firstV } = viewFrame(geometry, view);
  const [nx, ny, nz] = grid.counts;
  // A zero on each side: a voxel fades out over one row beyond the panel's first and last.
  const column = new Float32Array(rows + 2);
  const zFirst = grid.originMm[2] - isocentreMm[2];
  for (let ix = 0; ix < nx; ix++) {
    const x = grid.originMm[0] + ix * grid.spacingMm[0] - isocentreMm[0];
    for (let iy = 0; iy < ny; iy++) {
      const y = grid.originMm[1] + iy * grid.spacingMm[1] - isocentreMm[1];
      const depth = sad - (x * sin - y * cos);
      const magnification = sdd / depth;
      const uMm = sourceU + (x * cos + y * sin - sourceU) * magnification;
      const u = (uMm - firstU) / pixelMm[0];
      if (u < 0 || u > columns - 1) continue;
      const u0 = Math.min(Math.floor(u), columns - 2);
      const weight = fdkWeight ? scale * (sad / depth) ** 2 : scale;
      const w1 = (u - u0) * weight;
      const w0 = weight - w1;
      const p0 = u0 * rows;
      for (let v = 0; v < rows; v++) {
        column[v + 1] = w0 * projection[p0 + v]! + w1 * projection[p0 + rows + v]!;
      }
      const perVoxel = (magnification * grid.spacingMm[2]) / pixelMm[1];
      const vMm = sourceV + (zFirst - sourceV) * magnification;
      let v = (vMm - firstV) / pixelMm[1] + 1;
      const base = (ix * ny + iy) * nz;
      for (let iz = 0; iz < nz; iz++, v += perVoxel) {
        if (v <= 0 || v >= rows + 1) continue;
        const v0 = v | 0;
        const c0 = column[v0]!;
        grid.mu[base + iz]! += c0 + (v - v0) * (column[v0 + 1]! - c0);
      }
    }
  }
}
