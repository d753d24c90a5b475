import type { HeartFrame } from '../../library/heart-records.ts';
import { dot, normalise, type Vector3 } from '../../volume/geometry.ts';
import { heartClass } from '../contours/classes.ts';
import { classContours } from '../contours/iso-contours.ts';
import { polygonCentroid } from '../contours/polygon.ts';
import type { SliceLabels } from './wall-thickness.ts';

/** Fewer outline points against the right ventricle than this say nothing. */
const fewest = 10;

/**
 * Unit direction from the left ventricle's middle to the middle of the septum, in the plane of the
 * slices: the bisector of the epicardium's arc along the right ventricle, that is, of the two
 * insertions, over all slices given. Where labels show no septum: e1 of the heart frame.
 */
export function septalDirection(
  slices: readonly SliceLabels[],
  frame: HeartFrame,
  normal: Vector3,
): Vector3 {
  const { lvCavity, lvMyocardium } = heartClass;
  let sum: Vector3 = [0, 0, 0];
  let points = 0;
  for (const { labels, plane } of slices) {
    const [line] = classContours(labels, plane.dims, [lvCavity, lvMyocardium]);
    if (line === undefined) continue;
    const [cx, cy] = polygonCentroid(line);
    for (let i = 0; i < line.length; i += 2) {
      const x = (line[i]! - cx) * plane.spacingMm[0];
      const y = (line[i + 1]! - cy) * plane.spacingMm[1];
      const long = Math.hypot(x, y);
      if (long === 0 || !facesRight(labels, plane.dims, line[i]!, line[i + 1]!, x / long, y / long))
        continue;
      points++;
      const along = (c: 0 | 1 | 2) => (plane.row[c] * x + plane.column[c] * y) / long;
      sum = [sum[0] + along(0), sum[1] + along(1), sum[2] + along(2)];
    }
  }
  const direction = points < fewest ? frame.e1 : sum;
  const out = dot(direction, normal);
  return normalise([
    direction[0] - out * normal[0],
    direction[1] - out * normal[1],
    direction[2] - out * normal[2],
  ]);
}

function facesRight(
  labels: Uint8Array,
  [columns, rows]: readonly [number, number],
  x: number,
  y: number,
  outX: number,
  outY: number,
): boolean {
  for (const step of [1, 2]) {
    const i = Math.round(x + step * outX);
    const j = Math.round(y + step * outY);
    if (i < 0 || j < 0 || i >= columns || j >= rows) continue;
    if (labels[j * columns + i] === heartClass.rvCavity) return true;
  }
  return false;
}
