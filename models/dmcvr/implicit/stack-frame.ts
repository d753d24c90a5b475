import {
  cross,
  dot,
  normalise,
  type LpsPoint,
  type Vector3,
} from '../../../studies/volume/geometry.ts';

/** Where a plane of pixels lies; a HeartPlane is one. */
export interface PlaneGeometry {
  /** Centre of pixel (0, 0), patient LPS mm. */
  readonly originMm: readonly number[];
  /** Unit vectors along increasing column and row. */
  readonly row: readonly number[];
  readonly column: readonly number[];
  /** Between columns, between rows, mm. */
  readonly spacingMm: readonly number[];
  /** Columns, rows. */
  readonly dims: readonly number[];
}

/** Axes of the largest group of parallel planes: its row, its column, its normal. */
export interface StackFrame {
  readonly axes: readonly [Vector3, Vector3, Vector3];
  /** Which planes belong to that group, by their number. */
  readonly stack: readonly number[];
  /** Where each of them lies along the normal, mm from the patient's origin; same order. */
  readonly alongMm: readonly number[];
  /** Median distance between neighbours, mm; 10 where there is one plane only. */
  readonly gapMm: number;
}

/** Planes turned by less than this are parallel. */
const parallel = Math.cos((10 * Math.PI) / 180);

export function stackFrame(planes: readonly PlaneGeometry[]): StackFrame {
  const normals = planes.map((plane) => normalOf(plane));
  const groups = normals.map((normal) =>
    normals.flatMap((other, i) => (Math.abs(dot(normal, other)) >= parallel ? [i] : [])),
  );
  const group = groups.reduce((best, next) => (next.length > best.length ? next : best));
  const lead = planes[group[0]!]!;
  const u = normalise(vector(lead.row));
  const n = normals[group[0]!]!;
  const axes = [u, cross(n, u), n] as const;
  const middles = group.map((i) => ({ i, along: dot(middleOf(planes[i]!), n) }));
  middles.sort((a, b) => a.along - b.along);
  const alongMm = middles.map(({ along }) => along);
  const gaps = alongMm.slice(1).map((along, k) => along - alongMm[k]!);
  const apart = gaps.filter((gap) => gap > 0.5).sort((a, b) => a - b);
  return {
    axes,
    stack: middles.map(({ i }) => i),
    alongMm,
    gapMm: apart[Math.floor(apart.length / 2)] ?? 10,
  };
}

/** Patient position of a (fractional) pixel. */
export function pixelInPatient(plane: PlaneGeometry, column: number, row: number): LpsPoint {
  const { originMm, spacingMm } = plane;
  const at = (c: number) =>
    originMm[c]! + plane.row[c]! * column * spacingMm[0]! + plane.column[c]! * row * spacingMm[1]!;
  return [at(0), at(1), at(2)];
}

export function normalOf(plane: PlaneGeometry): Vector3 {
  return normalise(cross(vector(plane.row), vector(plane.column)));
}

function middleOf(plane: PlaneGeometry): LpsPoint {
  return pixelInPatient(plane, (plane.dims[0]! - 1) / 2, (plane.dims[1]! - 1) / 2);
}

function vector(v: readonly number[]): Vector3 {
  return [v[0]!, v[1]!, v[2]!];
}
