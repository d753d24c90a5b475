import { describe, expect, it } from 'vitest';
import { departureFromRigid, identityMatrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import { applied, matrixOf, rotationBy } from '../../../studies/positioning/registration/pose.ts';
import type { LpsPoint, Vector3 } from '../../../studies/volume/geometry.ts';
import {
  draggedTurnDeg,
  handMoved,
  movedByHand,
  shiftInPlane,
  turnInPlane,
} from './manual-move.ts';

const axial: readonly [Vector3, Vector3, Vector3] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, -1],
];
const sagittal: readonly [Vector3, Vector3, Vector3] = [
  [0, 1, 0],
  [0, 0, -1],
  [1, 0, 0],
];
const iso: LpsPoint = [12, -30, 55];
const close = (a: readonly number[], b: readonly number[], digits = 9) =>
  a.forEach((value, n) => expect(value).toBeCloseTo(b[n]!, digits));
const skew = matrixOf({
  pivotMm: [1, 2, 3],
  rotation: rotationBy([0.2, -0.1, 0.4]),
  shiftMm: [5, 6, -7],
});

describe('movedByHand', () => {
  it('shifts along the screen: right in an axial picture is to the patient’s left', () => {
    const moved = movedByHand(identityMatrix, iso, shiftInPlane(axial, 2, -3));
    close(applied(moved, [0, 0, 0]), [2, -3, 0]);
    const side = movedByHand(identityMatrix, iso, shiftInPlane(sagittal, 1, 4));
    close(applied(side, [0, 0, 0]), [0, 1, -4]);
  });

  it('turns clockwise about the isocentre, which stays', () => {
    const turned = movedByHand(identityMatrix, iso, turnInPlane(axial, 90));
    close(applied(turned, iso), iso);
    // What lay to the right of the isocentre lies below it.
    close(applied(turned, [iso[0] + 10, iso[1], iso[2]]), [iso[0], iso[1] + 10, iso[2]]);
    const side = movedByHand(identityMatrix, iso, turnInPlane(sagittal, 90));
    close(applied(side, [iso[0], iso[1] + 10, iso[2]]), [iso[0], iso[1], iso[2] - 10]);
  });

  it('comes on top of the match that was there', () => {
    const point: LpsPoint = [40, -9, 21];
    const before = applied(skew, point);
    const turned = applied(movedByHand(skew, iso, turnInPlane(axial, 30)), point);
    const [x, y] = [before[0] - iso[0], before[1] - iso[1]];
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    close(turned, [iso[0] + c * x - s * y, iso[1] + s * x + c * y, before[2]]);
  });

  it('is rigid after two thousand small steps and back where it began', () => {
    let matrix: readonly number[] = skew;
    for (let n = 0; n < 1000; n++) matrix = movedByHand(matrix, iso, turnInPlane(sagittal, 0.5));
    for (let n = 0; n < 1000; n++) matrix = movedByHand(matrix, iso, turnInPlane(sagittal, -0.5));
    expect(departureFromRigid(matrix)).toBeLessThan(1e-12);
    close(matrix, skew, 6);
  });

  it('refuses a mirror', () => {
    const mirror = [-1, ...identityMatrix.slice(1)];
    expect(() => movedByHand(mirror, iso, shiftInPlane(axial, 1, 0))).toThrow();
  });
});

it('a drag across the left side of the centre does not jump by a full turn', () => {
  expect(draggedTurnDeg([0, 0], [10, 0], [0, 10])).toBeCloseTo(90);
  expect(draggedTurnDeg([0, 0], [-10, 1], [-10, -1])).toBeCloseTo(
    (2 * Math.atan(0.1) * 180) / Math.PI,
  );
});

it('says what was moved by hand, measured at the isocentre', () => {
  const shifted = movedByHand(skew, iso, shiftInPlane(axial, 2, -1.5));
  const both = movedByHand(shifted, [iso[0] + 2, iso[1] - 1.5, iso[2]], turnInPlane(axial, 3));
  const { shiftMm, turnDeg } = handMoved(skew, both, iso);
  close(shiftMm, [2, -1.5, 0]);
  expect(turnDeg).toBeCloseTo(3, 6);
});
