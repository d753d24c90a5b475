import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import {
  applied,
  matrixOf,
  poseOf,
  rigidInverse,
  stepped,
  turnDeg,
} from '../../../studies/positioning/registration/pose.ts';
import { cross, type LpsPoint, type Vector3 } from '../../../studies/volume/geometry.ts';

/** A move of the scan by hand, in the planning CT's patient LPS. */
export interface HandMove {
  readonly shiftMm: Vector3;
  /** Rotation vector about the isocentre, radians. */
  readonly turn: Vector3;
}

/** Right, down and through of a plane as seen on the screen. */
type PlaneAxes = readonly [right: Vector3, down: Vector3, through: Vector3];

/** By so much to the right and down on the screen. */
export function shiftInPlane([right, down]: PlaneAxes, rightMm: number, downMm: number): HandMove {
  const along = (c: 0 | 1 | 2) => right[c] * rightMm + down[c] * downMm;
  return { shiftMm: [along(0), along(1), along(2)], turn: [0, 0, 0] };
}

/** Clockwise as seen on the screen: from right towards down. */
export function turnInPlane([right, down]: PlaneAxes, clockwiseDeg: number): HandMove {
  const [x, y, z] = cross(right, down);
  const angle = (clockwiseDeg * Math.PI) / 180;
  return { shiftMm: [0, 0, 0], turn: [x * angle, y * angle, z * angle] };
}

/**
 * The matrix (scan to planning CT) after a further move by hand: turned about the isocentre, which
 * stays where it is, then shifted. Freed of rounding, so that a thousand steps leave it rigid.
 * Throws SparrowError 'positioning/not-rigid'.
 */
export function movedByHand(matrix: Matrix, isocentreMm: LpsPoint, move: HandMove): number[] {
  // The point of the scan that lies at the isocentre now: a step turns about where its pivot is.
  const pivot = applied(rigidInverse(matrix), isocentreMm);
  return [...matrixOf(stepped(poseOf(matrix, pivot), move.shiftMm, move.turn))];
}

/** Angle from the start to the end of a drag about a centre, clockwise on the screen, degrees. */
export function draggedTurnDeg(
  centre: readonly [number, number],
  from: readonly [number, number],
  to: readonly [number, number],
): number {
  const angle = ([x, y]: readonly [number, number]) => Math.atan2(y - centre[1], x - centre[0]);
  const turned = ((angle(to) - angle(from)) * 180) / Math.PI;
  return turned > 180 ? turned - 360 : turned <= -180 ? turned + 360 : turned;
}

/** What lies between two matrices: how far the scan moved at the isocentre, and its turn. */
export function handMoved(
  from: Matrix,
  to: Matrix,
  isocentreMm: LpsPoint,
): { shiftMm: Vector3; turnDeg: number } {
  const back = rigidInverse(from);
  const moved = applied(to, applied(back, isocentreMm));
  const change = [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) =>
      [0, 1, 2].reduce((sum, k) => sum + to[row * 4 + k]! * back[k * 4 + column]!, 0),
    ),
  );
  return {
    shiftMm: [moved[0] - isocentreMm[0], moved[1] - isocentreMm[1], moved[2] - isocentreMm[2]],
    turnDeg: turnDeg(change),
  };
}

export function sameMatrix(a: Matrix, b: Matrix): boolean {
  return a.length === b.length && a.every((value, n) => Math.abs(value - b[n]!) < 1e-9);
}
