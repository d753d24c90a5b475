import type { HeartPlane } from '../../library/heart-records.ts';
import { dot, type Vector3 } from '../../volume/geometry.ts';

/** What a long-axis plane says of one chamber. */
export interface ChamberAxis {
  readonly areaMm2: number;
  /** From the middle of the valve to the far wall through the centre of the area. */
  readonly lengthMm: number;
}

/** In the plane, mm along row and column from pixel (0, 0). */
type PlanePoint = readonly [number, number];

/** Leaflets and labels left blank: how far apart the two sides of a valve may lie, mm. */
const valveGapMm = 4;

/**
 * Area of a chamber and its length: the chord through the centre of the area from the middle of the
 * valve (the border with the ventricle or atrium beyond) to the far wall; where no border shows, the
 * chord along the heart's long axis. Null without the chamber.
 */
export function chamberAxis(
  labels: Uint8Array,
  plane: HeartPlane,
  chamber: number,
  beyond: number,
  longAxis: Vector3,
): ChamberAxis | null {
  const [columns] = plane.dims;
  const [dx, dy] = plane.spacingMm;
  let pixels = 0;
  let x = 0;
  let y = 0;
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] !== chamber) continue;
    pixels++;
    x += (at % columns) * dx;
    y += Math.floor(at / columns) * dy;
  }
  if (pixels === 0) return null;
  const centre: PlanePoint = [x / pixels, y / pixels];
  const valve = valveMiddle(labels, plane, chamber, beyond);
  const along: PlanePoint = valve
    ? [centre[0] - valve[0], centre[1] - valve[1]]
    : [dot(longAxis, plane.row), dot(longAxis, plane.column)];
  const lengthMm =
    reach(labels, plane, chamber, centre, along) +
    reach(labels, plane, chamber, centre, [-along[0], -along[1]]);
  return { areaMm2: pixels * dx * dy, lengthMm };
}

/**
 * Middle of the border between two classes, mm in the plane; small gaps between them are bridged.
 * Null where they do not meet.
 */
export function valveMiddle(
  labels: Uint8Array,
  plane: HeartPlane,
  one: number,
  other: number,
): PlanePoint | null {
  const [columns, rows] = plane.dims;
  const [dx, dy] = plane.spacingMm;
  let met = 0;
  let x = 0;
  let y = 0;
  const walk = (
    lines: number,
    long: number,
    at: (line: number, k: number) => number,
    mm: number,
  ) => {
    for (let line = 0; line < lines; line++) {
      let seen = 0;
      let where = 0;
      for (let k = 0; k < long; k++) {
        const index = at(line, k);
        const here = labels[index]!;
        if (here !== one && here !== other) continue;
        if (seen !== 0 && here !== seen && (k - where - 1) * mm <= valveGapMm) {
          const before = at(line, where);
          met++;
          x += ((index % columns) + (before % columns)) / 2;
          y += (Math.floor(index / columns) + Math.floor(before / columns)) / 2;
        }
        seen = here;
        where = k;
      }
    }
  };
  walk(rows, columns, (line, k) => line * columns + k, dx);
  walk(columns, rows, (line, k) => k * columns + line, dy);
  return met < 2 ? null : [(x / met) * dx, (y / met) * dy];
}

/** From a point along a direction to the last pixel of the chamber, to its edge, mm. */
function reach(
  labels: Uint8Array,
  plane: HeartPlane,
  chamber: number,
  from: PlanePoint,
  along: PlanePoint,
): number {
  const [columns, rows] = plane.dims;
  const [dx, dy] = plane.spacingMm;
  const long = Math.hypot(...along) || 1;
  const step = Math.min(dx, dy) / 8;
  let last = 0;
  for (let mm = 0; mm < Math.hypot(columns * dx, rows * dy); mm += step) {
    const i = Math.round((from[0] + (along[0] / long) * mm) / dx);
    const j = Math.round((from[1] + (along[1] / long) * mm) / dy);
    if (i < 0 || j < 0 || i >= columns || j >= rows) break;
    if (labels[j * columns + i] === chamber) last = mm;
  }
  return last;
}
