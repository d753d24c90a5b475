import { expect, test } from 'vitest';
import { readPlanningObject } from './read-planning.ts';
import type { RegistrationRecord } from './planning-records.ts';
import { departureFromRigid, identityMatrix, inverse, multiply } from './rigid-matrix.ts';
import { frameUid, registrationFile, type TestTransform } from './testing/rt-files.ts';

const read = (...transforms: TestTransform[]) =>
  readPlanningObject(registrationFile({ uid: '1.8' }, transforms), 're.dcm') as RegistrationRecord;
const shift = (x: number, y: number, z: number) => [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z, 0, 0, 0, 1];
/** A quarter turn about z: x goes to y. */
const quarter = [0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

test('each matrix leads from its own frame to the frame of the object', () => {
  const record = read(
    { from: frameUid, matrices: [identityMatrix] },
    { from: '1.2.9.2', matrices: [shift(1, -2, 3.5)] },
  );
  expect(record).toMatchObject({ label: 'MATCH', registeredFrameUid: frameUid, warnings: [] });
  expect(record.transforms.map(({ fromFrameUid, matrix }) => [fromFrameUid, matrix])).toEqual([
    [frameUid, identityMatrix],
    ['1.2.9.2', shift(1, -2, 3.5)],
  ]);
});

test('several matrices of one item are applied in their order', () => {
  const [one] = read({ from: '1.2.9.2', matrices: [shift(10, 0, 0), quarter] }).transforms;
  // (0, 0, 0) is moved to (10, 0, 0) and then turned to (0, 10, 0).
  expect([3, 7, 11].map((n) => one!.matrix[n])).toEqual([0, 10, 0]);
});

test('matrices that must not be applied are told', () => {
  const mirrored = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  const record = read(
    { from: '1', matrices: [mirrored] },
    { from: '2', matrices: [shift(0, 0, 0).map((value, n) => (n === 0 ? 1.02 : value))] },
    { from: '3', matrices: [shift(0, 0, 0)], type: 'AFFINE' },
    { from: '4', matrices: [[1, 2, 3]] },
  );
  expect(record.transforms).toHaveLength(3);
  expect(record.warnings.map(({ code }) => code)).toEqual([
    'planning/mirrored',
    'planning/not-rigid',
    'planning/scaled',
    'planning/no-matrix',
  ]);
});

test('the way there and back is the identity', () => {
  const m = multiply(shift(3, -4, 5), quarter);
  expect(departureFromRigid(m)).toBe(0);
  for (const [n, value] of multiply(inverse(m)!, m).entries()) {
    expect(value).toBeCloseTo(identityMatrix[n]!, 12);
  }
  expect(inverse(m.map((value, n) => (n === 10 ? 0 : value)))).toBeNull();
});
