import { cross, dot, type LpsPoint } from '../../volume/geometry.ts';

/** What a projection matrix says of a pinhole camera, in the frame it was given in. */
export interface Camera {
  readonly source: LpsPoint;
  /** Unit vectors of growing column, growing row, and of looking away from the source. */
  readonly columnAxis: LpsPoint;
  readonly rowAxis: LpsPoint;
  readonly forward: LpsPoint;
  /** Pixel that the perpendicular from the source meets. */
  readonly principal: readonly [column: number, row: number];
  /** Distance from source to picture in columns, and in rows. */
  readonly focal: readonly [columns: number, rows: number];
}

/**
 * Takes a 3x4 matrix (row-major; millimetres to pixels times depth) apart. Null when it is not a
 * pinhole's. Hartley and Zisserman, Multiple View Geometry, section 6.2.
 */
export function cameraOf(matrix: readonly number[]): Camera | null {
  const row = (n: number): LpsPoint => [matrix[4 * n]!, matrix[4 * n + 1]!, matrix[4 * n + 2]!];
  const [a, b, c] = [row(0), row(1), row(2)];
  const determinant = dot(a, cross(b, c));
  const depth = Math.sqrt(dot(c, c));
  if (!(depth > 0) || !(Math.abs(determinant) > 0)) return null;
  // Cramer's rule for the point that all three rows send to zero.
  const [p, q, r] = [matrix[3]!, matrix[7]!, matrix[11]!];
  const [bc, ca, ab] = [cross(b, c), cross(c, a), cross(a, b)];
  const along = (axis: number) => -(p * bc[axis]! + q * ca[axis]! + r * ab[axis]!) / determinant;
  const unit = c.map((value) => value / depth) as unknown as LpsPoint;
  const across = (line: LpsPoint) => {
    const principal = dot(line, unit) / depth;
    const rest = line.map((value, n) => value - principal * c[n]!) as unknown as LpsPoint;
    const size = Math.sqrt(dot(rest, rest));
    const axis = rest.map((value) => value / size) as unknown as LpsPoint;
    return { principal, axis, focal: size / depth };
  };
  const [columns, rows] = [across(a), across(b)];
  return {
    source: [along(0), along(1), along(2)],
    columnAxis: columns.axis,
    rowAxis: rows.axis,
    forward: unit,
    principal: [columns.principal, rows.principal],
    focal: [columns.focal, rows.focal],
  };
}
