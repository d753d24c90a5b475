import {
  departureFromRigid,
  determinant,
  inverse,
  type Matrix,
} from '../../dicom/rt/rigid-matrix.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import type { LpsPoint, Vector3 } from '../../volume/geometry.ts';

/**
 * A rigid move about a pivot: p goes to R (p - pivot) + pivot + shift. All in patient LPS
 * millimetres; R is a rotation, row by row.
 */
export interface Pose {
  readonly pivotMm: LpsPoint;
  readonly rotation: readonly number[];
  readonly shiftMm: Vector3;
}

/** How far entries of a rigid matrix may be off, from rounding in files. */
const rigidTolerance = 1e-3;

/** The same move as a 4 x 4 matrix, row by row, on column vectors. */
export function matrixOf({ pivotMm, rotation: r, shiftMm }: Pose): Matrix {
  const last = ([0, 1, 2] as const).map(
    (row) => pivotMm[row] + shiftMm[row] - along(r, row, pivotMm),
  );
  return [0, 1, 2]
    .flatMap((row) => [r[row * 3]!, r[row * 3 + 1]!, r[row * 3 + 2]!, last[row]!])
    .concat(0, 0, 0, 1);
}

/** A matrix as a move about a pivot. Throws SparrowError 'positioning/not-rigid'. */
export function poseOf(matrix: Matrix, pivotMm: LpsPoint): Pose {
  requireRigid(matrix);
  const moved = applied(matrix, pivotMm);
  return {
    pivotMm,
    rotation: nearestRotation([0, 1, 2].flatMap((row) => matrix.slice(row * 4, row * 4 + 3))),
    shiftMm: [moved[0] - pivotMm[0], moved[1] - pivotMm[1], moved[2] - pivotMm[2]],
  };
}

/** The move turned further by a small rotation vector (radians, about the moved pivot) and shifted. */
export function stepped(pose: Pose, shift: Vector3, turn: Vector3): Pose {
  return {
    pivotMm: pose.pivotMm,
    rotation: product(rotationBy(turn), pose.rotation),
    shiftMm: [pose.shiftMm[0] + shift[0], pose.shiftMm[1] + shift[1], pose.shiftMm[2] + shift[2]],
  };
}

export function applied(m: Matrix, [x, y, z]: LpsPoint): LpsPoint {
  const at = (row: number) =>
    m[row * 4]! * x + m[row * 4 + 1]! * y + m[row * 4 + 2]! * z + m[row * 4 + 3]!;
  return [at(0), at(1), at(2)];
}

/** The way back of a rigid matrix. Throws SparrowError 'positioning/not-rigid'. */
export function rigidInverse(matrix: Matrix): Matrix {
  requireRigid(matrix);
  return inverse(matrix)!;
}

/** Throws SparrowError 'positioning/not-rigid' unless it turns and shifts only. */
export function requireRigid(matrix: Matrix): void {
  const mirrors = matrix.length === 16 && (inverse(matrix) === null || determinant(matrix) < 0);
  if (matrix.length === 16 && !mirrors && departureFromRigid(matrix) < rigidTolerance) return;
  throw new SparrowError('positioning/not-rigid');
}

/** Rotation by a vector: its direction the axis, its length the angle in radians (Rodrigues). */
export function rotationBy([x, y, z]: Vector3): number[] {
  const angle = Math.hypot(x, y, z);
  const a = angle < 1e-9 ? 1 : Math.sin(angle) / angle;
  const b = angle < 1e-9 ? 0.5 : (1 - Math.cos(angle)) / (angle * angle);
  return [
    1 - b * (y * y + z * z),
    b * x * y - a * z,
    b * x * z + a * y,
    b * x * y + a * z,
    1 - b * (x * x + z * z),
    b * y * z - a * x,
    b * x * z - a * y,
    b * y * z + a * x,
    1 - b * (x * x + y * y),
  ];
}

/** Angle of a rotation (9 numbers) or of a matrix's rotation (16), degrees, 0 to 180. */
export function turnDeg(matrix: readonly number[]): number {
  const size = matrix.length === 9 ? 3 : 4;
  const at = (row: number, column: number) => matrix[row * size + column]!;
  const sine = Math.hypot(at(2, 1) - at(1, 2), at(0, 2) - at(2, 0), at(1, 0) - at(0, 1)) / 2;
  const cosine = (at(0, 0) + at(1, 1) + at(2, 2) - 1) / 2;
  return (Math.atan2(sine, cosine) * 180) / Math.PI;
}

export function product(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: 9 }, (_, n) => {
    const [row, column] = [Math.floor(n / 3), n % 3];
    return (
      a[row * 3]! * b[column]! + a[row * 3 + 1]! * b[3 + column]! + a[row * 3 + 2]! * b[6 + column]!
    );
  });
}

export function transposed(r: readonly number[]): number[] {
  return [r[0]!, r[3]!, r[6]!, r[1]!, r[4]!, r[7]!, r[2]!, r[5]!, r[8]!];
}

/** Rounding taken out: Newton's iteration towards the nearest rotation, R (3 - RtR) / 2. */
function nearestRotation(r: readonly number[]): number[] {
  let current = [...r];
  for (let n = 0; n < 4; n++) {
    const square = product(transposed(current), current);
    const factor = square.map((value, i) => ((i % 4 === 0 ? 3 : 0) - value) / 2);
    current = product(current, factor);
  }
  return current;
}

function along(r: readonly number[], row: number, p: Vector3): number {
  return r[row * 3]! * p[0] + r[row * 3 + 1]! * p[1] + r[row * 3 + 2]! * p[2];
}
