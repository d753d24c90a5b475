import {
  cross,
  dot,
  length,
  normalise,
  type LpsPoint,
  type Vector3,
} from '../../volume/geometry.ts';

/**
 * One drawn line of a structure. 'closed' encloses an area (the first point follows the last
 * again), 'open' is a line only, 'point' a marker.
 */
export interface Contour {
  readonly kind: 'closed' | 'open' | 'point';
  /** As drawn, patient LPS millimetres. */
  readonly points: readonly LpsPoint[];
  /** SOP Instance UID of the image that it was drawn on, where told. */
  readonly imageUid: string | null;
}

/** What the geometry needs of a structure. Structures of one set may lie in different frames. */
export interface Drawn {
  readonly contours: readonly Contour[];
}

/**
 * Twice the enclosed area as a vector along the plane's normal (Newell), so that it is right for
 * points that do not lie quite in one plane.
 */
export function areaVector(points: readonly LpsPoint[]): Vector3 {
  const sum: [number, number, number] = [0, 0, 0];
  const first = points[0];
  if (first === undefined) return sum;
  const from = (p: LpsPoint): Vector3 => [p[0] - first[0], p[1] - first[1], p[2] - first[2]];
  for (const [n, point] of points.entries()) {
    const part = cross(from(point), from(points[(n + 1) % points.length]!));
    for (let c = 0; c < 3; c++) sum[c]! += part[c]!;
  }
  return sum;
}

/** How far the points of a closed contour leave their mean plane, millimetres. */
export function unevennessMm(points: readonly LpsPoint[]): number {
  const area = areaVector(points);
  if (length(area) < 1e-9) return 0;
  const normal = normalise(area);
  const along = points.map((point) => dot(normal, point));
  return along.reduce((a, b) => Math.max(a, b)) - along.reduce((a, b) => Math.min(a, b));
}

/** Smallest box around all points of a structure, LPS millimetres; null where there are none. */
export function boxMm({ contours }: Drawn): { from: LpsPoint; to: LpsPoint } | null {
  const from: [number, number, number] = [Infinity, Infinity, Infinity];
  const to: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const { points } of contours) {
    for (const point of points) {
      for (const c of [0, 1, 2] as const) {
        from[c] = Math.min(from[c], point[c]);
        to[c] = Math.max(to[c], point[c]);
      }
    }
  }
  return from[0] > to[0] ? null : { from, to };
}
