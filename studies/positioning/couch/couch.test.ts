import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../dicom/rt/rigid-matrix.ts';
import { rotationBy, matrixOf } from '../registration/pose.ts';
import { couchFrame, couchShift, matrixOfCouch, type CouchShift } from './couch-shift.ts';
import { patientPositions, turntableAxis, type PatientPosition } from './patient-position.ts';

// All expected numbers are those of DERIVATION.md, worked out by hand from the standards.

const none: CouchShift = {
  verticalMm: 0,
  longitudinalMm: 0,
  lateralMm: 0,
  pitchDeg: 0,
  rollDeg: 0,
  rotationDeg: 0,
};

function close(found: CouchShift, wanted: Partial<CouchShift>, digits = 6): void {
  for (const [axis, value] of Object.entries({ ...none, ...wanted }))
    expect(found[axis as keyof CouchShift], axis).toBeCloseTo(value, digits);
}

const shiftOf = (x: number, y: number, z: number): Matrix => [
  1,
  0,
  0,
  x,
  0,
  1,
  0,
  y,
  0,
  0,
  1,
  z,
  0,
  0,
  0,
  1,
];

const turnOf = (axis: 0 | 1 | 2, deg: number): Matrix => {
  const vector: [number, number, number] = [0, 0, 0];
  vector[axis] = (deg * Math.PI) / 180;
  return matrixOf({ pivotMm: [0, 0, 0], rotation: rotationBy(vector), shiftMm: [0, 0, 0] });
};

const at = (position: PatientPosition) => couchFrame(position, [0, 0, 0]);

describe('couch shift, section 3: eight positions', () => {
  it.each([
    ['HFS', 1, 3, -2],
    ['HFP', -1, 3, 2],
    ['FFS', -1, -3, -2],
    ['FFP', 1, -3, 2],
    ['HFDR', 2, 3, 1],
    ['HFDL', -2, 3, -1],
    ['FFDR', -2, -3, 1],
    ['FFDL', 2, -3, -1],
  ] as const)('%s: patient by (1, 2, 3) mm', (position, lateralMm, longitudinalMm, verticalMm) => {
    close(couchShift(shiftOf(1, 2, 3), at(position)), { lateralMm, longitudinalMm, verticalMm });
  });

  it.each([
    ['HFS', { pitchDeg: 2 }, { rotationDeg: -2 }, { rollDeg: 2 }],
    ['HFP', { pitchDeg: -2 }, { rotationDeg: 2 }, { rollDeg: 2 }],
    ['FFS', { pitchDeg: -2 }, { rotationDeg: -2 }, { rollDeg: -2 }],
    ['FFP', { pitchDeg: 2 }, { rotationDeg: 2 }, { rollDeg: -2 }],
    ['HFDR', { rotationDeg: 2 }, { pitchDeg: 2 }, { rollDeg: 2 }],
    ['HFDL', { rotationDeg: -2 }, { pitchDeg: -2 }, { rollDeg: 2 }],
    ['FFDR', { rotationDeg: 2 }, { pitchDeg: -2 }, { rollDeg: -2 }],
    ['FFDL', { rotationDeg: -2 }, { pitchDeg: 2 }, { rollDeg: -2 }],
  ] as const)('%s: patient turned by 2 degrees about x, y, z', (position, x, y, z) => {
    close(couchShift(turnOf(0, 2), at(position)), x);
    close(couchShift(turnOf(1, 2), at(position)), y);
    close(couchShift(turnOf(2, 2), at(position)), z);
  });

  it('turns the couch about what points up in the patient', () => {
    expect(turntableAxis('HFS')).toEqual([0, -1, 0]);
    expect(turntableAxis('HFDL')).toEqual([-1, 0, 0]);
  });
});

describe('couch shift, section 5: worked example', () => {
  const matrix: Matrix = [
    [0.9990643, -0.034431, 0.026173, 4],
    [0.0348942, 0.9992386, -0.0174524, -2],
    [-0.0255521, 0.0183494, 0.9995051, -3],
    [0, 0, 0, 1],
  ].flat();
  const six: CouchShift = {
    verticalMm: 2,
    longitudinalMm: -2.8942643,
    lateralMm: 4.0771599,
    pitchDeg: 1,
    rollDeg: 2,
    rotationDeg: -1.5,
  };

  it('reads the six numbers from the matrix', () => {
    close(couchShift(matrix, at('HFS')), six, 4);
  });

  it('makes the matrix from the six numbers', () => {
    matrixOfCouch(six, at('HFS')).forEach((value, n) => expect(value).toBeCloseTo(matrix[n]!, 6));
  });
});

describe('couch shift, section 6: another pivot', () => {
  it('moves the couch along when it pitches about its own origin', () => {
    const frame = couchFrame('HFS', [0, 0, 0], [0, 0, 0], [0, 1000, -150]);
    close(
      couchShift(turnOf(0, 3), frame),
      { pitchDeg: 3, longitudinalMm: 6.4799, verticalMm: 52.5416 },
      3,
    );
  });
});

describe('couch shift, isocentres', () => {
  it('needs no couch motion where the scan shows the plan on its isocentre', () => {
    const frame = couchFrame('HFS', [10, -20, 300], [0, 0, 0]);
    close(couchShift(shiftOf(10, -20, 300), frame), {});
  });

  it.each(patientPositions)('comes back exactly: %s', (position) => {
    const frame = couchFrame(position, [12, -40, 310], [3, 5, -8], [20, 900, -120]);
    const six = {
      verticalMm: -12.3,
      longitudinalMm: 45.6,
      lateralMm: 7.8,
      pitchDeg: -2.9,
      rollDeg: 1.7,
      rotationDeg: 8.5,
    };
    close(couchShift(matrixOfCouch(six, frame), frame), six, 9);
  });

  it('refuses a matrix that mirrors', () => {
    const mirror = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    expect(() => couchShift(mirror, at('HFS'))).toThrow(/more than turn and shift/);
  });
});
