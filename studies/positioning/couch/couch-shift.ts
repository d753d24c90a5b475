import { multiply, type Matrix } from '../../dicom/rt/rigid-matrix.ts';
import type { LpsPoint } from '../../volume/geometry.ts';
import { poseOf, product, requireRigid, rigidInverse, transposed } from '../registration/pose.ts';
import { patientToRoom, type PatientPosition } from './patient-position.ts';

/** A place in the room: IEC 61217 fixed system, millimetres from the isocentre. */
export type IecPoint = readonly [x: number, y: number, z: number];

/** How far the couch has to move, IEC 61217: up, into the gantry and to the viewer's right are positive. */
export interface CouchShift {
  readonly verticalMm: number;
  readonly longitudinalMm: number;
  readonly lateralMm: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
  /** Of the patient support; counter-clockwise from above. */
  readonly rotationDeg: number;
}

/** Everything the six numbers depend on besides the matrix; kept with them. */
export interface CouchFrame {
  readonly position: PatientPosition;
  /** In the planning CT. */
  readonly planIsocentreMm: LpsPoint;
  /** The machine's isocentre in the scan's own coordinates. */
  readonly scanIsocentreMm: LpsPoint;
  /** What stays in place when the couch pitches and rolls: the isocentre unless the couch says otherwise. */
  readonly pivotMm: IecPoint;
  readonly order: typeof couchOrder;
}

/** Each turn is about the axis that the turns before it have left (DICOM PS3.3 C.8.8.14.12). */
export const couchOrder = 'rotation, pitch, roll';

export function couchFrame(
  position: PatientPosition,
  planIsocentreMm: LpsPoint,
  scanIsocentreMm: LpsPoint = planIsocentreMm,
  pivotMm: IecPoint = [0, 0, 0],
): CouchFrame {
  return { position, planIsocentreMm, scanIsocentreMm, pivotMm, order: couchOrder };
}

const degPerRad = 180 / Math.PI;

/**
 * The couch motion that brings the patient as scanned to where the plan has them; the couch stands level and
 * unturned before. DERIVATION.md, section 4.
 * @param movingToFixed from the scan's patient coordinates to the planning CT's
 * Throws SparrowError 'positioning/not-rigid'.
 */
export function couchShift(movingToFixed: Matrix, frame: CouchFrame): CouchShift {
  const room = roomMatrix(movingToFixed, frame);
  const { rotation: r, shiftMm } = poseOf(room, frame.pivotMm);
  const pitch = Math.asin(Math.max(-1, Math.min(1, r[7]!)));
  const roll = Math.atan2(-r[6]!, r[8]!);
  const rotation = Math.atan2(-r[1]!, r[4]!);
  const [c, s] = [Math.cos(rotation), Math.sin(rotation)];
  const [px, py] = frame.pivotMm;
  const [x, y] = [px + shiftMm[0], py + shiftMm[1]];
  return {
    verticalMm: shiftMm[2],
    longitudinalMm: c * y - s * x - py,
    lateralMm: c * x + s * y - px,
    pitchDeg: pitch * degPerRad,
    rollDeg: roll * degPerRad,
    rotationDeg: rotation * degPerRad,
  };
}

/** The matrix from the scan to the planning CT that such a couch motion carries out. */
export function matrixOfCouch(shift: CouchShift, frame: CouchFrame): Matrix {
  const [px, py, pz] = frame.pivotMm;
  const [a, b, g] = [shift.pitchDeg, shift.rollDeg, shift.rotationDeg].map(
    (deg) => deg / degPerRad,
  ) as [number, number, number];
  const turn = product(aboutZ(g), product(aboutX(a), aboutY(b)));
  const [c, s] = [Math.cos(g), Math.sin(g)];
  const [x, y, z] = [px + shift.lateralMm, py + shift.longitudinalMm, pz + shift.verticalMm];
  const away = (row: number) =>
    turn[row * 3]! * px + turn[row * 3 + 1]! * py + turn[row * 3 + 2]! * pz;
  const room = [
    ...turn.slice(0, 3),
    c * x - s * y - away(0),
    ...turn.slice(3, 6),
    s * x + c * y - away(1),
    ...turn.slice(6, 9),
    z - away(2),
    ...[0, 0, 0, 1],
  ];
  const { position, planIsocentreMm, scanIsocentreMm } = frame;
  const toRoom = affine(patientToRoom(position), [0, 0, 0]);
  const back = multiply(rigidInverse(toRoom), multiply(room, toRoom));
  return multiply(shiftBy(planIsocentreMm, 1), multiply(back, shiftBy(scanIsocentreMm, -1)));
}

/** The patient's motion in the room, about the isocentre: a 4 x 4 matrix in IEC fixed coordinates. */
export function roomMatrix(movingToFixed: Matrix, frame: CouchFrame): Matrix {
  requireRigid(movingToFixed);
  const { position, planIsocentreMm, scanIsocentreMm } = frame;
  const b = patientToRoom(position);
  const about = multiply(
    shiftBy(planIsocentreMm, -1),
    multiply(movingToFixed, shiftBy(scanIsocentreMm, 1)),
  );
  const toRoom = affine(b, [0, 0, 0]);
  return multiply(toRoom, multiply(about, affine(transposed(b), [0, 0, 0])));
}

function affine(r: readonly number[], t: IecPoint): Matrix {
  return [0, 1, 2].flatMap((row) => [...r.slice(row * 3, row * 3 + 3), t[row]!]).concat(0, 0, 0, 1);
}

function shiftBy(p: LpsPoint, sign: 1 | -1): Matrix {
  return affine([1, 0, 0, 0, 1, 0, 0, 0, 1], [sign * p[0], sign * p[1], sign * p[2]]);
}

const aboutX = (a: number) => [1, 0, 0, 0, Math.cos(a), -Math.sin(a), 0, Math.sin(a), Math.cos(a)];
const aboutY = (b: number) => [Math.cos(b), 0, Math.sin(b), 0, 1, 0, -Math.sin(b), 0, Math.cos(b)];
const aboutZ = (g: number) => [Math.cos(g), -Math.sin(g), 0, Math.sin(g), Math.cos(g), 0, 0, 0, 1];
