import type { CircularGeometry } from '../../studies/tomography/circular-geometry.ts';
import type { Placement } from './measured-grid.ts';

/**
 * Which rays can be compared with a reconstructed volume: those that stay, all the way through the
 * cylinder that every view sees, in slices that every view sees too. The others cross parts of the
 * body that the volume does not hold.
 *
 * @returns one byte for each ray, [view][u][v]
 */
export function comparedRays(place: Placement, geometry: CircularGeometry): Uint8Array {
  const { sourceAxisMm: sad, sourceDetectorMm: sdd, detectorColumns, detectorRows } = geometry;
  const { pixelMm, isocentreMm } = geometry;
  const radius = radiusSeenByAll(place, geometry);
  const halfHeight = 0.5 * (detectorRows - 1) * pixelMm[1];
  const top = (halfHeight * (sad - radius)) / sdd;
  const firstZ = place.originMm[2] - isocentreMm[2];
  const lowest = Math.max(-top, firstZ);
  const highest = Math.min(top, firstZ + (place.dims[2] - 1) * place.spacingMm[2]);
  const rays = new Uint8Array(geometry.anglesDeg.length * detectorColumns * detectorRows);
  let ray = 0;
  for (let view = 0; view < geometry.anglesDeg.length; view++) {
    const [panelU, panelV] = geometry.detectorOffsetsMm?.[view] ?? [0, 0];
    const [sourceU, sourceV] = geometry.sourceOffsetsMm?.[view] ?? [0, 0];
    for (let column = 0; column < detectorColumns; column++) {
      const u = (column - (detectorColumns - 1) / 2) * pixelMm[0] + panelU;
      const exit = lastCrossing(sad, sdd, u - sourceU, sourceU, radius);
      for (let row = 0; row < detectorRows; row++, ray++) {
        if (exit === null) continue;
        const v = (row - (detectorRows - 1) / 2) * pixelMm[1] + panelV;
        const z = sourceV + exit * (v - sourceV);
        if (z >= lowest && z <= highest) rays[ray] = 1;
      }
    }
  }
  return rays;
}

/**
 * Where a ray leaves the cylinder, as a share of its way from the source to the panel; null when it
 * misses. In the plane of the ray the source is at (offset, 0) and the axis `sad` away from it.
 */
function lastCrossing(
  sad: number,
  sdd: number,
  across: number,
  offset: number,
  radius: number,
): number | null {
  const a = across * across + sdd * sdd;
  const b = offset * across - sad * sdd;
  const c = offset * offset + sad * sad - radius * radius;
  const root = b * b - a * c;
  return root <= 0 ? null : (-b + Math.sqrt(root)) / a;
}

/** Radius of the cylinder of `seenByAll`, no larger than the slices. */
export function radiusSeenByAll(place: Placement, geometry: CircularGeometry): number {
  const offset = Math.abs(geometry.detectorOffsetsMm?.[0]?.[0] ?? 0);
  const half = offset + 0.5 * (geometry.detectorColumns - 1) * geometry.pixelMm[0];
  const { dims, spacingMm } = place;
  const slices = 0.5 * Math.min(dims[0] * spacingMm[0], dims[1] * spacingMm[1]);
  const seen = geometry.sourceAxisMm * Math.sin(Math.atan(half / geometry.sourceDetectorMm));
  return Math.min(slices, seen);
}
