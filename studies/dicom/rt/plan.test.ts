import { expect, test } from 'vitest';
import { readPlanningObject } from './read-planning.ts';
import { planFile, rtImageFile, type TestBeam } from './testing/rt-files.ts';
import type { PlanRecord, RtImageRecord } from './planning-records.ts';

const read = (about: Partial<Parameters<typeof planFile>[0]>, beams: readonly TestBeam[]) =>
  readPlanningObject(planFile({ uid: '1.6', ...about }, beams), 'rp.dcm') as PlanRecord;
const codes = ({ warnings }: { warnings: readonly { code: string }[] }) =>
  warnings.map(({ code }) => code);

test('beams, the isocentre they share and how the patient lies', () => {
  const plan = read({ structuresUid: '1.5', positions: ['HFDR', 'HFDR'] }, [
    { number: 1, isocentre: '1\\-2.5\\3', gantry: ['181', '270', '179'] },
    { number: 2, isocentre: '1.01\\-2.5\\3' },
    { number: 7, isocentre: '40\\0\\0' },
  ]);
  expect(plan).toMatchObject({
    label: 'Boost',
    structureSetUid: '1.5',
    patientPosition: 'HFDR',
    isocentres: [
      { pointMm: [1, -2.5, 3], beams: [1, 2] },
      { pointMm: [40, 0, 0], beams: [7] },
    ],
  });
  expect(plan.beams[0]).toMatchObject({ gantryDeg: 181, gantryStopDeg: 179, controlPoints: 3 });
  expect(plan.beams[1]).toMatchObject({ name: 'Beam 2', gantryDeg: 0, gantryStopDeg: 0 });
  expect(codes(plan)).toEqual(['planning/several-isocentres']);
});

test('what a plan lacks is said', () => {
  expect(codes(read({ positions: [] }, []))).toEqual([
    'planning/no-beams',
    'planning/no-patient-position',
  ]);
  const plan = read({ positions: ['HFS', 'HFP', 'SITTING'] }, [{ number: 1 }]);
  expect(plan.patientPosition).toBe('HFS');
  expect(codes(plan)).toEqual(['planning/no-isocentre', 'planning/patient-positions']);
  expect(plan.warnings[1]?.message).toMatch(/HFS, HFP/);
});

test('an RT image: spacing at the isocentre and where the beam axis meets it', () => {
  const image = readPlanningObject(rtImageFile({ uid: '1.7', planUid: '1.6' }), 'ri.dcm');
  expect(image).toMatchObject({
    kind: 'rt-image',
    label: 'kV 90',
    rows: 4,
    columns: 6,
    gantryDeg: 90,
    sidMm: 1500,
    planeSpacingMm: [0.5, 0.5],
    axisPixel: [2, 1.5],
    isocentreMm: [1, 2, 3],
    planUid: '1.6',
    warnings: [],
  });
  expect((image as RtImageRecord).isocentreSpacingMm?.[0]).toBeCloseTo(1 / 3, 12);
  const bare = readPlanningObject(rtImageFile({ uid: '1.7', placed: false }), 'ri.dcm');
  expect(bare).toMatchObject({ planeSpacingMm: null, axisPixel: null });
  expect(codes(bare)).toEqual(['planning/no-image-place']);
});

test.each([
  // The panel stands 3 mm to the right and 2 mm down: the axis is left of and above where it was.
  { tags: [['3002000d', 'DS', '3\\-2\\-500']], axis: [2 - 6, 1.5 - 4] },
  // A quarter turn: what is right of the gantry is down on the picture.
  {
    tags: [
      ['3002000d', 'DS', '3\\-2\\-500'],
      ['3002000e', 'DS', '90'],
    ],
    axis: [2 + 4, 1.5 - 6],
  },
  // Rows count upwards from the corner.
  { tags: [['30020010', 'DS', '1\\0\\0\\0\\1\\0']], axis: [2, -1.5] },
] as const)('the beam axis on a panel that is moved, turned or read upwards: $axis', (given) => {
  const more = given.tags.map(([tag, vr, value]) => [tag, vr, value] as const);
  const image = readPlanningObject(rtImageFile({ uid: '1.7', more }), 'ri.dcm') as RtImageRecord;
  image.axisPixel?.forEach((at, n) => expect(at).toBeCloseTo(given.axis[n]!, 9));
  expect(image.axisPixel).not.toBeNull();
});
