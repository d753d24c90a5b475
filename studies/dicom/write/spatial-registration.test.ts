import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../library/testing/entries.ts';
import type { RegistrationRecord } from '../rt/planning-records.ts';
import { readPlanningObject } from '../rt/read-planning.ts';
import { decimalString } from './encode.ts';
import type { SeriesMeta } from './series-meta.ts';
import { writeSpatialRegistration, type RigidRegistration } from './spatial-registration.ts';

/** Turned about all three axes, with a shift. */
const matrix = (() => {
  const [a, b, c] = [0.03, -0.021, 0.0173];
  const [ca, sa, cb, sb, cc, sc] = [a, b, c].flatMap((x) => [Math.cos(x), Math.sin(x)]) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return [
    [cc * cb, cc * sb * sa - sc * ca, cc * sb * ca + sc * sa, 12.3456789],
    [sc * cb, sc * sb * sa + cc * ca, sc * sb * ca - cc * sa, -0.000123456789],
    [-sb, cb * sa, cb * ca, -170.8766760757319],
    [0, 0, 0, 1],
  ].flat();
})();

const ct = (uid: string) => ({ sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: uid });
const registration: RigidRegistration = {
  matrix,
  fixed: {
    frameOfReferenceUid: '1.2.9.1',
    studyUid: '1.2.3',
    seriesUid: '1.2.3.4',
    images: [ct('1.2.3.4.1'), ct('1.2.3.4.2')],
  },
  moving: {
    frameOfReferenceUid: '1.2.9.2',
    studyUid: '1.2.5',
    seriesUid: '1.2.5.6',
    images: [ct('1.2.5.6.1')],
  },
  method: 'automatic',
  label: 'Fraction 3 / match',
  description: 'CBCT to planning CT',
  creator: 'Doe^Jo',
  comment: '6 degrees of freedom',
};
const meta: SeriesMeta = {
  study: {
    patientId: 'P-1',
    patientName: 'Müller^Zoë',
    patientBirthDate: '19700101',
    patientSex: 'F',
    studyUid: '1.2.5',
    studyDate: '20260131',
    studyTime: '101500',
    studyDescription: 'CBCT',
  },
  series: {
    seriesUid: '1.2.5.7',
    seriesNumber: 9900,
    seriesDescription: 'Positioning check',
    frameOfReferenceUid: '',
  },
  equipment: { manufacturer: 'Sparrow', modelName: 'Sparrow', softwareVersions: '1' },
  sopInstanceUid: () => '1.2.5.7.1',
};
const written = matrix.map((value) => Number(decimalString(value)));

test('our own reader gets back exactly what was written', () => {
  const bytes = writeSpatialRegistration(registration, meta);
  const record = readPlanningObject(bytes, 're.dcm') as RegistrationRecord;
  expect(record).toMatchObject({
    studyUid: '1.2.5',
    label: 'FRACTION 3 _ MAT',
    registeredFrameUid: '1.2.9.1',
    warnings: [],
  });
  const [fixed, moving] = record.transforms;
  expect(fixed).toMatchObject({
    fromFrameUid: '1.2.9.1',
    imageUids: ['1.2.3.4.1', '1.2.3.4.2'],
    seriesUids: ['1.2.3.4'],
  });
  expect(moving).toMatchObject({
    fromFrameUid: '1.2.9.2',
    type: 'RIGID',
    method: 'Image Content-based Alignment',
    comment: '6 degrees of freedom',
    seriesUids: ['1.2.5.6'],
  });
  expect(moving?.matrix).toEqual(written);
  for (const [n, value] of written.entries())
    expect(Math.abs(value - matrix[n]!)).toBeLessThan(1e-11);
});

test('what is no rigid motion is not written', () => {
  const write = (m: readonly number[]) => () =>
    writeSpatialRegistration({ ...registration, matrix: m }, meta);
  expect(write(matrix.map((value, n) => (n === 0 ? 1.01 : value)))).toThrow(
    /departs from a rotation/,
  );
  expect(write(matrix.map((value, n) => (n % 4 === 0 ? -value : value)))).toThrow(
    /left into right/,
  );
  expect(write(matrix.slice(1))).toThrow(/no readable 4 by 4 matrix/);
});

const dcmdump = spawnSync('dcmdump', ['--version']).status === 0;
test.skipIf(!dcmdump)('dcmtk reads the same matrix, and all that the standard asks for', () => {
  const folder = temporaryFolder();
  const path = join(folder.dir, 're.dcm');
  writeFileSync(path, writeSpatialRegistration(registration, meta));
  const dump = spawnSync('dcmdump', ['+L', '--quote-nonascii', path], { encoding: 'utf8' });
  folder.remove();
  expect(dump.stderr).toBe('');
  const matrices = [...dump.stdout.matchAll(/\(3006,00c6\) DS \[([^\]]+)\]/g)].map(([, text]) =>
    text!.split('\\').map(Number),
  );
  expect(matrices).toEqual([[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], written]);
  for (const tag of [
    '0008,0016',
    '0008,0023',
    '0008,0033',
    '0008,0060',
    '0008,0070',
    '0008,1115',
    '0008,1200',
    '0020,0011',
    '0020,0013',
    '0020,0052',
    '0020,1040',
    '0070,0080',
    '0070,0081',
    '0070,0084',
  ]) {
    expect(dump.stdout, tag).toContain(`(${tag})`);
  }
  expect(dump.stdout).toContain('=SpatialRegistrationStorage');
});
