import { cross, dot, type Vector3 } from '../../volume/geometry.ts';
import { classContours } from '../contours/iso-contours.ts';
import { polygonCentroid, resamplePolygon, signedArea, type Polygon } from '../contours/polygon.ts';
import type { SliceLabels } from '../function/wall-thickness.ts';

/** Points of every ring. */
export const ringPoints = 64;

/** A closed ring in patient LPS mm, x, y, z per point, and where it lies along the stack. */
export interface Ring {
  readonly points: Float64Array;
  readonly alongMm: number;
}

/**
 * The largest outline of some classes in one slice as a ring that any other ring can be joined to:
 * the same number of points, counter-clockwise about the stack's normal, beginning at its
 * point towards `towards`. Null where the slice does not show the classes.
 */
export function outlineRing(
  { labels, plane }: SliceLabels,
  classes: readonly number[],
  normal: Vector3,
  towards: Vector3,
): Ring | null {
  const [line] = classContours(labels, plane.dims, classes);
  if (line === undefined) return null;
  const facing = dot(cross(plane.row, plane.column), normal);
  const turned = signedArea(line) * facing < 0 ? reversed(line) : line;
  const [dx, dy] = plane.spacingMm;
  const reach = [dot(plane.row, towards) * dx, dot(plane.column, towards) * dy] as const;
  const even = resamplePolygon(
    startingAt(turned, seenTowards(turned, reach, plane.spacingMm)),
    ringPoints,
  );
  const points = new Float64Array(ringPoints * 3);
  let along = 0;
  for (let i = 0; i < ringPoints; i++) {
    const x = even[i * 2]! * dx;
    const y = even[i * 2 + 1]! * dy;
    for (let c = 0; c < 3; c++) {
      const value = plane.originMm[c]! + plane.row[c]! * x + plane.column[c]! * y;
      points[i * 3 + c] = value;
      along += (value * normal[c]!) / ringPoints;
    }
  }
  return { points, alongMm: along };
}

function reversed(line: Polygon): Polygon {
  const back = new Float64Array(line.length);
  for (let i = 0; i < line.length; i += 2) {
    back[i] = line[line.length - 2 - i]!;
    back[i + 1] = line[line.length - 1 - i]!;
  }
  return back;
}

/**
 * The point seen from the middle in the direction (x, y), given in mm per pixel: the outer one where
 * the line passes there twice, as a crescent's does.
 */
function seenTowards(line: Polygon, [x, y]: readonly [number, number], mm: readonly number[]) {
  const [cx, cy] = polygonCentroid(line);
  const long = Math.hypot(x / mm[0]!, y / mm[1]!);
  const seen = Array.from({ length: line.length / 2 }, (_, k) => {
    const dx = line[k * 2]! - cx;
    const dy = line[k * 2 + 1]! - cy;
    const away = Math.hypot(dx * mm[0]!, dy * mm[1]!);
    return { at: k * 2, away, cosine: (dx * x + dy * y) / (away * long) };
  });
  const nearby = seen.filter(({ cosine }) => cosine > 0.98);
  const outer = Math.max(...nearby.map(({ away }) => away));
  const there = nearby.filter(({ away }) => away > 0.7 * outer);
  return (there.length > 0 ? there : seen).reduce((a, b) => (b.cosine > a.cosine ? b : a)).at;
}

function startingAt(line: Polygon, start: number): Polygon {
  const turned = new Float64Array(line.length);
  turned.set(line.subarray(start));
  turned.set(line.subarray(0, start), line.length - start);
  return turned;
}
