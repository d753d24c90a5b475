import type { PixelPoint } from './classes.ts';

/**
 * A closed line x0, y0, x1, y1, ... (the last point is not the first again), in pixels (column,
 * row; centres at integers) or in mm where said so.
 */
export type Polygon = Float64Array;

/** Shoelace area; positive for either sense of rotation. */
export function polygonArea(polygon: Polygon): number {
  return Math.abs(signedArea(polygon));
}

/** Shoelace area; positive where y grows from x by the right-hand rule. */
export function signedArea(polygon: Polygon): number {
  let twice = 0;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2)
    twice += polygon[j]! * polygon[i + 1]! - polygon[i]! * polygon[j + 1]!;
  return twice / 2;
}

/** Length of the closed line. */
export function polygonLength(polygon: Polygon): number {
  let sum = 0;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2)
    sum += Math.hypot(polygon[i]! - polygon[j]!, polygon[i + 1]! - polygon[j + 1]!);
  return sum;
}

/** Centre of the enclosed area; the mean of the points where that is nil. */
export function polygonCentroid(polygon: Polygon): PixelPoint {
  let x = 0;
  let y = 0;
  const area = signedArea(polygon);
  if (Math.abs(area) < 1e-9) {
    for (let i = 0; i < polygon.length; i += 2) {
      x += polygon[i]!;
      y += polygon[i + 1]!;
    }
    const points = Math.max(1, polygon.length / 2);
    return [x / points, y / points];
  }
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const weight = polygon[j]! * polygon[i + 1]! - polygon[i]! * polygon[j + 1]!;
    x += (polygon[j]! + polygon[i]!) * weight;
    y += (polygon[j + 1]! + polygon[i + 1]!) * weight;
  }
  return [x / (6 * area), y / (6 * area)];
}

/** The same line with `count` points at equal distances along it, beginning at its first point. */
export function resamplePolygon(polygon: Polygon, count: number): Polygon {
  const points = polygon.length / 2;
  const step = polygonLength(polygon) / count;
  const even = new Float64Array(count * 2);
  let segment = 0;
  let behind = 0;
  for (let k = 0; k < count; k++) {
    const at = k * step;
    for (;;) {
      const a = segment * 2;
      const b = ((segment + 1) % points) * 2;
      const long = Math.hypot(polygon[b]! - polygon[a]!, polygon[b + 1]! - polygon[a + 1]!);
      if (at <= behind + long || segment === points - 1) {
        const share = long > 0 ? Math.min(1, (at - behind) / long) : 0;
        even[k * 2] = polygon[a]! + share * (polygon[b]! - polygon[a]!);
        even[k * 2 + 1] = polygon[a + 1]! + share * (polygon[b + 1]! - polygon[a + 1]!);
        break;
      }
      behind += long;
      segment++;
    }
  }
  return even;
}

/** The point of the line nearest to (x, y) and how far it is. */
export function closestOnPolygon(
  polygon: Polygon,
  x: number,
  y: number,
): { x: number; y: number; distance: number } {
  let best = { x: Number.NaN, y: Number.NaN, distance: Infinity };
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const dx = polygon[i]! - polygon[j]!;
    const dy = polygon[i + 1]! - polygon[j + 1]!;
    const squared = dx * dx + dy * dy;
    const along = squared > 0 ? ((x - polygon[j]!) * dx + (y - polygon[j + 1]!) * dy) / squared : 0;
    const share = Math.min(1, Math.max(0, along));
    const px = polygon[j]! + share * dx;
    const py = polygon[j + 1]! + share * dy;
    const distance = Math.hypot(x - px, y - py);
    if (distance < best.distance) best = { x: px, y: py, distance };
  }
  return best;
}

/** Pixels to mm in the plane. @param spacingMm between columns, between rows */
export function polygonInMm(polygon: Polygon, spacingMm: readonly [number, number]): Polygon {
  return polygon.map((value, i) => value * spacingMm[i % 2 === 0 ? 0 : 1]);
}
