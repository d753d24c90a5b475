import { signedArea, type Polygon } from '../../cardiac/contours/polygon.ts';

/**
 * Pixels whose centre (whole numbers) lies inside an odd number of the polygons, so that a contour
 * within another is a hole and what two share is outside (CLOSED_PLANAR_XOR, and what planning
 * systems mean by nested contours).
 * @param polygons x0, y0, x1, y1, ... in pixels
 */
export function fillEvenOdd(
  polygons: readonly Polygon[],
  columns: number,
  rows: number,
): Uint8Array {
  const mask = new Uint8Array(columns * rows);
  const crossings: number[][] = Array.from({ length: rows }, () => []);
  for (const polygon of polygons) {
    forEdges(polygon, (x0, y0, x1, y1) => {
      const [low, high] = y0 < y1 ? [y0, y1] : [y1, y0];
      // The upper end belongs to the edge, the lower does not: a corner counts once.
      const end = Math.min(rows - 1, Math.ceil(high) - 1);
      for (let y = Math.max(0, Math.ceil(low)); y <= end; y++) {
        crossings[y]!.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
      }
    });
  }
  for (let y = 0; y < rows; y++) {
    const row = crossings[y]!.sort((a, b) => a - b);
    for (let n = 0; n + 1 < row.length; n += 2) {
      const from = Math.max(0, Math.ceil(row[n]!));
      const to = Math.min(columns, Math.ceil(row[n + 1]!));
      if (to > from) mask.fill(1, y * columns + from, y * columns + to);
    }
  }
  return mask;
}

/**
 * Where a straight line crosses the polygons, by distance along it: inside from the first to the
 * second, from the third to the fourth and so on.
 * @param direction of unit length
 */
export function crossingsAlong(
  polygons: readonly Polygon[],
  point: readonly [number, number],
  direction: readonly [number, number],
): number[] {
  const along: number[] = [];
  const [dx, dy] = direction;
  for (const polygon of polygons) {
    forEdges(polygon, (x0, y0, x1, y1) => {
      const side0 = dx * (y0 - point[1]) - dy * (x0 - point[0]);
      const side1 = dx * (y1 - point[1]) - dy * (x1 - point[0]);
      if (side0 <= 0 === side1 <= 0) return;
      const share = side0 / (side0 - side1);
      const x = x0 + share * (x1 - x0) - point[0];
      const y = y0 + share * (y1 - y0) - point[1];
      along.push(dx * x + dy * y);
    });
  }
  return along.sort((a, b) => a - b);
}

/**
 * Area by the even-odd rule of polygons of which none crosses another: each counts by how many of
 * the others it lies in.
 */
export function evenOddArea(polygons: readonly Polygon[]): number {
  return polygons.reduce((sum, polygon, n) => {
    const around = polygons.filter((other, m) => m !== n && holds(other, polygon));
    return sum + (around.length % 2 === 0 ? 1 : -1) * Math.abs(signedArea(polygon));
  }, 0);
}

/** Most of the points decide: two contours may touch. */
function holds(outer: Polygon, inner: Polygon): boolean {
  if (Math.abs(signedArea(outer)) <= Math.abs(signedArea(inner))) return false;
  let inside = 0;
  const points = inner.length / 2;
  for (let n = 0; n < inner.length; n += 2) {
    if (isInside(outer, inner[n]!, inner[n + 1]!)) inside++;
  }
  return 2 * inside > points;
}

function isInside(polygon: Polygon, x: number, y: number): boolean {
  let odd = false;
  forEdges(polygon, (x0, y0, x1, y1) => {
    if (y0 <= y === y1 <= y) return;
    if (x0 + ((y - y0) / (y1 - y0)) * (x1 - x0) > x) odd = !odd;
  });
  return odd;
}

function forEdges(
  polygon: Polygon,
  visit: (x0: number, y0: number, x1: number, y1: number) => void,
): void {
  for (let n = 0, last = polygon.length - 2; n < polygon.length; last = n, n += 2) {
    visit(polygon[last]!, polygon[last + 1]!, polygon[n]!, polygon[n + 1]!);
  }
}
