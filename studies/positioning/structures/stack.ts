import {
  cross,
  dot,
  length,
  normalise,
  type LpsPoint,
  type Vector3,
} from '../../volume/geometry.ts';
import type { Polygon } from '../../cardiac/contours/polygon.ts';
import { areaVector, type Contour, type Drawn } from './contour.ts';

/** Contours nearer than this along the normal were drawn on one slice: writers round. */
const samePlaneMm = 0.2;
/** Normals this near to a patient axis (1 degree) are that axis: drawn points scatter a little. */
const snapCosine = Math.cos(Math.PI / 180);
/** A gap of one missing slice is bridged, a longer one is not. In spacings. */
const longestBridge = 2.5;
/** Of the spacing: nearer than this to a drawn plane is that plane. */
export const onPlane = 0.1;
/** Where no second slice tells it. */
const loneSpacingMm = 3;

/** The closed contours of one slice; together they enclose an area by the even-odd rule. */
export interface StackPlane {
  /** Along the normal, millimetres. */
  readonly offsetMm: number;
  /** u0, v0, u1, v1, ... millimetres. */
  readonly polygons: readonly Polygon[];
}

/** A structure as parallel slices. A point of the patient is u * U + v * V + w * N. */
export interface ContourStack {
  readonly u: Vector3;
  readonly v: Vector3;
  readonly normal: Vector3;
  /** By offset. */
  readonly planes: readonly StackPlane[];
  /** Between drawn slices (the middle one of all gaps). */
  readonly spacingMm: number;
}

/** The drawn slices on both sides of an offset; the same one twice where only that one counts. */
export interface Bracket {
  readonly lower: StackPlane;
  readonly upper: StackPlane;
  /** 0 at the lower, 1 at the upper. */
  readonly fraction: number;
}

/**
 * Sorts closed contours into parallel slices; null where nothing is enclosed. Contours in planes
 * that stand across the others are left out. A structure of one slice takes `spacingMm`.
 */
export function stackOf({ contours }: Drawn, spacingMm = loneSpacingMm): ContourStack | null {
  let sorted = known.get(contours);
  if (sorted === undefined) {
    sorted = sortedSlices(contours);
    known.set(contours, sorted);
  }
  return sorted === null ? null : { ...sorted, spacingMm: sorted.spacingMm ?? spacingMm };
}

type SortedSlices = Omit<ContourStack, 'spacingMm'> & { spacingMm: number | null };

/** A structure is asked for slice after slice, and its contours never change. */
const known = new WeakMap<readonly Contour[], SortedSlices | null>();

function sortedSlices(contours: readonly Contour[]): SortedSlices | null {
  const closed = contours
    .filter(({ kind }) => kind === 'closed')
    .map(({ points }) => ({ points, area: areaVector(points) }))
    .filter(({ area }) => length(area) > 1e-6);
  if (closed.length === 0) return null;
  const normal = commonNormal(closed.map(({ area }) => area));
  const [u, v] = planeAxes(normal);
  const drawn = closed
    .filter(({ area }) => Math.abs(dot(area, normal)) > 0.8 * length(area))
    .map(({ points }) => ({ offsetMm: meanAlong(points, normal), points }))
    .sort((a, b) => a.offsetMm - b.offsetMm);
  const planes: { offsetMm: number; polygons: Polygon[] }[] = [];
  for (const { offsetMm, points } of drawn) {
    const last = planes.at(-1);
    const polygon = Float64Array.from(points.flatMap((point) => [dot(point, u), dot(point, v)]));
    if (last !== undefined && offsetMm - last.offsetMm < samePlaneMm) last.polygons.push(polygon);
    else planes.push({ offsetMm, polygons: [polygon] });
  }
  return { u, v, normal, planes, spacingMm: medianGap(planes) };
}

/**
 * The slices that tell what is enclosed at an offset; null outside the structure. It ends half a
 * spacing beyond its last slice, and on both sides of a gap of more than one missing slice. A gap
 * of one is bridged: each place in it is then within 1.5 spacings of drawn slices on both sides.
 */
export function bracketAt(stack: ContourStack, offsetMm: number): Bracket | null {
  const { planes, spacingMm } = stack;
  let below = -1;
  while (below + 1 < planes.length && planes[below + 1]!.offsetMm <= offsetMm) below++;
  const lower = planes[below];
  const upper = planes[below + 1];
  if (lower !== undefined && upper !== undefined) {
    const gap = upper.offsetMm - lower.offsetMm;
    if (gap <= longestBridge * spacingMm) {
      return { lower, upper, fraction: (offsetMm - lower.offsetMm) / gap };
    }
  }
  const within = (plane: StackPlane | undefined) =>
    plane !== undefined && Math.abs(plane.offsetMm - offsetMm) < spacingMm / 2;
  const end = within(lower) ? lower : within(upper) ? upper : undefined;
  return end === undefined ? null : { lower: end, upper: end, fraction: 0 };
}

/** The slice drawn at an offset, where there is one. */
export function drawnAt(stack: ContourStack, offsetMm: number): StackPlane | null {
  const { planes, spacingMm } = stack;
  const near = (plane: StackPlane) => Math.abs(plane.offsetMm - offsetMm);
  const nearest = planes.reduce((a, b) => (near(b) < near(a) ? b : a));
  return near(nearest) <= onPlane * spacingMm ? nearest : null;
}

export function toPatient({ u, v, normal }: ContourStack, at: Vector3): LpsPoint {
  const along = (c: 0 | 1 | 2) => at[0] * u[c] + at[1] * v[c] + at[2] * normal[c];
  return [along(0), along(1), along(2)];
}

/** How much of the gaps on both sides belongs to each slice, millimetres: the slabs of a volume. */
export function slabsMm({ planes, spacingMm }: ContourStack): number[] {
  const half = (a: StackPlane | undefined, b: StackPlane | undefined) => {
    if (a === undefined || b === undefined) return spacingMm / 2;
    const gap = b.offsetMm - a.offsetMm;
    return gap <= longestBridge * spacingMm ? gap / 2 : spacingMm / 2;
  };
  return planes.map((plane, n) => half(planes[n - 1], plane) + half(plane, planes[n + 1]));
}

function commonNormal(areas: readonly Vector3[]): Vector3 {
  const largest = areas.reduce((a, b) => (length(b) > length(a) ? b : a));
  const sum: [number, number, number] = [0, 0, 0];
  for (const area of areas) {
    // One sense of rotation for all; contours that stand across the others hardly count.
    const share = dot(area, largest) / (length(area) * length(largest));
    for (const c of [0, 1, 2] as const) sum[c] += share * area[c];
  }
  const normal = normalise(sum);
  const axis = ([0, 1, 2] as const).reduce((a, b) =>
    Math.abs(normal[b]) > Math.abs(normal[a]) ? b : a,
  );
  if (Math.abs(normal[axis]) > snapCosine) {
    return [Number(axis === 0), Number(axis === 1), Number(axis === 2)];
  }
  return normal[axis] > 0 ? normal : [-normal[0], -normal[1], -normal[2]];
}

/** U along patient x where it can be, so that an axial slice has u = x and v = y. */
function planeAxes(normal: Vector3): [u: Vector3, v: Vector3] {
  const near: Vector3 = Math.abs(normal[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const along = dot(near, normal);
  const u = normalise([
    near[0] - along * normal[0],
    near[1] - along * normal[1],
    near[2] - along * normal[2],
  ]);
  return [u, cross(normal, u)];
}

function meanAlong(points: readonly LpsPoint[], normal: Vector3): number {
  return points.reduce((sum, point) => sum + dot(point, normal), 0) / points.length;
}

function medianGap(planes: readonly StackPlane[]): number | null {
  const gaps = planes.slice(1).map((plane, n) => plane.offsetMm - planes[n]!.offsetMm);
  return gaps.sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? null;
}
