import type { HeartPlane } from '../../library/heart-records.ts';
import type { Vector3 } from '../../volume/geometry.ts';
import { heartClass } from '../contours/classes.ts';
import { classContours } from '../contours/iso-contours.ts';
import { closestOnPolygon, polygonCentroid, polygonInMm } from '../contours/polygon.ts';

export interface SliceLabels {
  readonly labels: Uint8Array;
  readonly plane: HeartPlane;
}

/** Thickness at one endocardial point, and where the point lies seen from the cavity's middle. */
export interface WallPoint {
  readonly thicknessMm: number;
  /** Unit vector, patient LPS. */
  readonly direction: Vector3;
}

/**
 * Thickness of the wall from every point of the smoothed endocardial outline to the nearest point
 * of the smoothed epicardial one, to parts of a pixel. Points without muscle beside them (the open
 * side of a basal slice) are left out.
 */
export function wallPoints({ labels, plane }: SliceLabels): WallPoint[] {
  const { lvCavity, lvMyocardium } = heartClass;
  const [inner] = classContours(labels, plane.dims, [lvCavity]);
  const [outer] = classContours(labels, plane.dims, [lvCavity, lvMyocardium]);
  if (inner === undefined || outer === undefined) return [];
  const endocardium = polygonInMm(inner, plane.spacingMm);
  const epicardium = polygonInMm(outer, plane.spacingMm);
  const [cx, cy] = polygonCentroid(endocardium);
  const bare = Math.min(...plane.spacingMm) / 2;
  const points: WallPoint[] = [];
  for (let i = 0; i < endocardium.length; i += 2) {
    const x = endocardium[i]!;
    const y = endocardium[i + 1]!;
    const thicknessMm = closestOnPolygon(epicardium, x, y).distance;
    const long = Math.hypot(x - cx, y - cy);
    if (thicknessMm < bare || long === 0) continue;
    const along = (c: 0 | 1 | 2) => (plane.row[c] * (x - cx) + plane.column[c] * (y - cy)) / long;
    points.push({ thicknessMm, direction: [along(0), along(1), along(2)] });
  }
  return points;
}
