import type { CircularGeometry, GridFrame } from '../circular-geometry.ts';

/**
 * Voxels that every view of the scan sees: 1 inside a cylinder with conical ends, columns fastest
 * (geometry.py `fov_mask`).
 */
export function seenByAll(frame: GridFrame, geometry: CircularGeometry): Uint8Array {
  const { sourceAxisMm: sad, sourceDetectorMm: sdd, pixelMm, isocentreMm } = geometry;
  const offset = Math.abs(geometry.detectorOffsetsMm?.[0]?.[0] ?? 0);
  const half = offset + 0.5 * (geometry.detectorColumns - 1) * pixelMm[0];
  const [nx, ny, nz] = frame.counts;
  const field = 0.5 * Math.min(nx * frame.spacingMm[0], ny * frame.spacingMm[1]);
  const radius = Math.min(field, sad * Math.sin(Math.atan(half / sdd)));
  const halfHeight = 0.5 * (geometry.detectorRows - 1) * pixelMm[1];
  const along = (axis: 0 | 1 | 2, index: number) =>
    frame.originMm[axis] + index * frame.spacingMm[axis] - isocentreMm[axis];
  const mask = new Uint8Array(nx * ny * nz);
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const r = Math.hypot(along(0, i), along(1, j));
      if (r > radius) continue;
      const top = (halfHeight * (sad - r)) / sdd;
      for (let k = 0; k < nz; k++) {
        if (Math.abs(along(2, k)) <= top) mask[(k * ny + j) * nx + i] = 1;
      }
    }
  }
  return mask;
}
