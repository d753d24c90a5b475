import { multiply, type Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import { applied, turnDeg } from '../../../studies/positioning/registration/pose.ts';
import type { LpsPoint, Vector3 } from '../../../studies/volume/geometry.ts';

/** By how much a match misses a known move. */
export interface MatchError {
  /** Length at the isocentre, and angle of the turn that is left. */
  readonly mm: number;
  readonly deg: number;
  /** The same along and about the patient's x, y and z. */
  readonly axesMm: Vector3;
  readonly axesDeg: Vector3;
}

/**
 * What is left once a match has undone a known move of the patient.
 * @param movingToFixed as found, from the scan to the planning CT
 * @param move of the patient, from where the planning CT has him to where he was scanned
 */
export function matchErrorAt(
  movingToFixed: Matrix,
  move: Matrix,
  isocentreMm: LpsPoint,
): MatchError {
  const rest = multiply(movingToFixed, move);
  const there = applied(rest, isocentreMm);
  const axesMm: Vector3 = [
    there[0] - isocentreMm[0],
    there[1] - isocentreMm[1],
    there[2] - isocentreMm[2],
  ];
  const deg = turnDeg(rest);
  const twice = [rest[9]! - rest[6]!, rest[2]! - rest[8]!, rest[4]! - rest[1]!] as const;
  const length = Math.hypot(...twice);
  const per = length === 0 ? 0 : deg / length;
  return {
    mm: Math.hypot(...axesMm),
    deg,
    axesMm,
    axesDeg: [twice[0] * per, twice[1] * per, twice[2] * per],
  };
}
