import { expect, test } from 'vitest';
import { readContouredSet, readPlanningObject } from './read-planning.ts';
import { frameUid, planFile, structureFile } from './testing/rt-files.ts';

const square = (z: number) => [
  [0, 0, z],
  [10, 0, z],
  [10, 10, z],
  [0, 10, z],
];
const codes = (warnings: readonly { code: string }[]) => warnings.map(({ code }) => code);

test('names, colours, types and contours with their images', () => {
  const bytes = structureFile({ uid: '1.5', images: ['1.1', '1.2'] }, [
    {
      number: 3,
      name: 'Heart',
      colour: '255\\128\\0',
      contours: [
        { points: square(0), imageUid: '1.1' },
        { points: square(3), imageUid: '1.2' },
      ],
    },
    {
      number: 4,
      name: 'Isocentre',
      type: 'ISOCENTER',
      contours: [{ type: 'POINT', points: [[1, 2, 3]] }],
    },
  ]);
  const set = readContouredSet(bytes, 'rs.dcm');
  expect(set).toMatchObject({
    label: 'CT_1',
    frameOfReferenceUid: frameUid,
    seriesUids: ['1.2.3.4'],
    imageUids: ['1.1', '1.2'],
    warnings: [],
  });
  const [heart, marker] = set.structures;
  expect(heart).toMatchObject({
    number: 3,
    type: 'ORGAN',
    colour: [255, 128, 0],
    colourGiven: true,
  });
  expect(heart?.drawn[1]).toEqual({ kind: 'closed', points: square(3), imageUid: '1.2' });
  expect(heart?.volumeMl).toBeCloseTo(0.6, 9);
  expect(marker?.drawn).toEqual([{ kind: 'point', points: [[1, 2, 3]], imageUid: null }]);
  const record = readPlanningObject(bytes, 'rs.dcm');
  expect(record).not.toHaveProperty('structures.0.drawn');
  expect(record).toMatchObject({ structures: [{ contours: 2, points: 8, closedContours: 2 }, {}] });
});

test('liberties of real writers are worked around, what matters is said', () => {
  const set = readContouredSet(
    structureFile({ uid: '1.5' }, [
      { number: 1, name: 'Closed twice', contours: [{ points: [...square(0), [0, 0, 0]] }] },
      {
        number: 2,
        name: 'Meets',
        contours: [{ type: 'OPEN_PLANAR', points: [...square(0), [0, 0, 0]] }],
      },
      { number: 3, name: 'Line', contours: [{ type: 'OPEN_PLANAR', points: square(0) }] },
      {
        number: 4,
        name: 'Short',
        contours: [{ points: [[1, 1, 0]] }, { points: square(0).slice(0, 2) }],
      },
      {
        number: 5,
        name: 'Broken',
        contours: [{ points: [[1, 2], ...square(0)] }, { points: square(6) }],
      },
      {
        number: 6,
        name: 'Uneven',
        contours: [{ points: square(0).map(([x, y], n) => [x!, y!, n]) }],
      },
      { number: 7, name: 'Nothing' },
      { number: 8, name: null, contours: [{ points: square(0) }] },
    ]),
    'rs.dcm',
  );
  const kinds = set.structures.map(({ drawn }) =>
    drawn.map(({ kind, points }) => [kind, points.length]),
  );
  expect(kinds).toEqual([
    [['closed', 4]],
    [['closed', 4]],
    [['open', 4]],
    [
      ['point', 1],
      ['open', 2],
    ],
    [['closed', 4]],
    [['closed', 4]],
    [],
    [['closed', 4]],
  ]);
  expect(set.structures[7]?.name).toBe('ROI 8');
  expect(set.structures.every(({ colourGiven }) => !colourGiven)).toBe(true);
  expect(new Set(set.structures.map(({ colour }) => colour.join())).size).toBe(8);
  expect(codes(set.warnings).sort()).toEqual([
    'planning/contours-without-structure',
    'planning/damaged-contours',
    'planning/empty-structures',
    'planning/short-contours',
    'planning/uneven-contours',
  ]);
  const empty = set.warnings.find(({ code }) => code === 'planning/empty-structures');
  expect(empty?.message).toBe('1 of 8 structures hold no contour and are not drawn: Nothing.');
});

test('a set that says nothing of its place is read and says so', () => {
  const set = readContouredSet(structureFile({ uid: '1.5', frame: null }, []), 'rs.dcm');
  expect(set.frameOfReferenceUid).toBeNull();
  expect(codes(set.warnings)).toEqual(['planning/no-frame', 'planning/no-structures']);
});

test('what is no structure set is refused by name', () => {
  const plan = planFile({ uid: '1.6' }, []);
  expect(() => readContouredSet(plan, 'rp.dcm')).toThrow(/rp\.dcm is no structure set/);
  expect(() => readPlanningObject(plan.slice(0, 400), 'rp.dcm')).toThrow(/ends before/);
});
