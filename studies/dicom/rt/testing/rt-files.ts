import { dicomFile, type TestElement } from '../../../../test/fixtures/dicom-file.ts';

/** Small RT files for tests, with every liberty that real writers take. */

export const frameUid = '1.2.9.1';
const classes = {
  structures: '1.2.840.10008.5.1.4.1.1.481.3',
  plan: '1.2.840.10008.5.1.4.1.1.481.5',
  image: '1.2.840.10008.5.1.4.1.1.481.1',
  registration: '1.2.840.10008.5.1.4.1.1.66.1',
};
const modalities = {
  structures: 'RTSTRUCT',
  plan: 'RTPLAN',
  image: 'RTIMAGE',
  registration: 'REG',
};

export interface RtFile {
  uid: string;
  studyUid?: string;
  seriesUid?: string;
  patientId?: string;
}

function file(
  kind: keyof typeof classes,
  { uid, studyUid = '1.2.3', seriesUid = `${uid}.1`, patientId = 'P1' }: RtFile,
  more: readonly TestElement[],
): Uint8Array {
  const elements: TestElement[] = [
    ['00080016', 'UI', classes[kind]],
    ['00080018', 'UI', uid],
    ['00080020', 'DA', '20260102'],
    ['00080060', 'CS', modalities[kind]],
    ['00100010', 'PN', 'Doe^Jane'],
    ['00100020', 'LO', patientId],
    ['0020000d', 'UI', studyUid],
    ['0020000e', 'UI', seriesUid],
    ...more,
  ];
  return dicomFile(elements.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export interface TestContour {
  type?: string;
  points: readonly (readonly number[])[];
  imageUid?: string;
}

export interface TestStructure {
  number: number;
  /** Null leaves the structure unnamed: only its contours are there. */
  name: string | null;
  colour?: string;
  type?: string;
  contours?: readonly TestContour[];
}

const reference = (uid: string): TestElement[] => [
  ['00081150', 'UI', '1.2.840.10008.5.1.4.1.1.2'],
  ['00081155', 'UI', uid],
];

export function structureFile(
  about: RtFile & { frame?: string | null; images?: readonly string[]; imageSeries?: string },
  structures: readonly TestStructure[],
): Uint8Array {
  const { frame = frameUid, images = [], imageSeries = '1.2.3.4' } = about;
  const series: TestElement[] = [
    ['0020000e', 'UI', imageSeries],
    ['30060016', 'SQ', images.map(reference)],
  ];
  const frames: TestElement[][] = [
    [
      ['00200052', 'UI', frame ?? ''],
      ['30060012', 'SQ', [[...reference('1.2.3'), ['30060014', 'SQ', [series]]]]],
    ],
  ];
  const named = structures.filter(({ name }) => name !== null);
  return file('structures', about, [
    ['30060002', 'SH', 'CT_1'],
    ['30060010', 'SQ', frame === null ? [] : frames],
    [
      '30060020',
      'SQ',
      named.map(({ number, name }): TestElement[] => [
        ['30060022', 'IS', String(number)],
        ['30060024', 'UI', frame ?? ''],
        ['30060026', 'LO', name ?? ''],
      ]),
    ],
    ['30060039', 'SQ', structures.map(contourItem)],
    [
      '30060080',
      'SQ',
      structures.map(({ number, type = 'ORGAN' }): TestElement[] => [
        ['30060084', 'IS', String(number)],
        ['300600a4', 'CS', type],
      ]),
    ],
  ]);
}

function contourItem({ number, colour, contours = [] }: TestStructure): TestElement[] {
  const items = contours.map(({ type = 'CLOSED_PLANAR', points, imageUid }): TestElement[] => [
    ...(imageUid === undefined ? [] : [['30060016', 'SQ', [reference(imageUid)]] as TestElement]),
    ['30060042', 'CS', type],
    ['30060050', 'DS', points.flat().join('\\')],
  ]);
  return [
    ...(colour === undefined ? [] : [['3006002a', 'IS', colour] as TestElement]),
    ['30060040', 'SQ', items],
    ['30060084', 'IS', String(number)],
  ];
}

export interface TestBeam {
  number: number;
  isocentre?: string;
  gantry?: readonly string[];
}

export function planFile(
  about: RtFile & { structuresUid?: string; positions?: readonly string[]; frame?: string },
  beams: readonly TestBeam[],
): Uint8Array {
  const { structuresUid, positions = ['FFS'], frame = frameUid } = about;
  return file('plan', about, [
    ['00200052', 'UI', frame],
    ['300a0002', 'SH', 'Boost'],
    ['300a000c', 'CS', 'PATIENT'],
    [
      '300a00b0',
      'SQ',
      beams.map(({ number, isocentre, gantry = ['0'] }): TestElement[] => [
        ['300a00c0', 'IS', String(number)],
        ['300a00c2', 'LO', `Beam ${number}`],
        [
          '300a0111',
          'SQ',
          gantry.map((angle, n): TestElement[] => [
            ['300a011e', 'DS', angle],
            ...(n === 0 && isocentre !== undefined
              ? [['300a012c', 'DS', isocentre] as TestElement]
              : []),
          ]),
        ],
      ]),
    ],
    ['300a0180', 'SQ', positions.map((position): TestElement[] => [['00185100', 'CS', position]])],
    ...(structuresUid === undefined
      ? []
      : [['300c0060', 'SQ', [reference(structuresUid)]] as TestElement]),
  ]);
}

export interface TestTransform {
  from: string;
  matrices: readonly (readonly number[])[];
  type?: string;
}

export function registrationFile(
  about: RtFile & { frame?: string },
  transforms: readonly TestTransform[],
): Uint8Array {
  return file('registration', about, [
    ['00200052', 'UI', about.frame ?? frameUid],
    ['00700080', 'CS', 'MATCH'],
    [
      '00700308',
      'SQ',
      transforms.map(({ from, matrices, type = 'RIGID' }): TestElement[] => [
        ['00200052', 'UI', from],
        [
          '00700309',
          'SQ',
          [
            [
              [
                '0070030a',
                'SQ',
                matrices.map((matrix): TestElement[] => [
                  ['0070030c', 'CS', type],
                  ['300600c6', 'DS', matrix.join('\\')],
                ]),
              ],
            ],
          ],
        ],
      ]),
    ],
  ]);
}

/** A picture of 6 columns and 4 rows, 0.5 mm pixels in a plane at 1500 mm. */
export function rtImageFile(
  about: RtFile & { planUid?: string; placed?: boolean; more?: readonly TestElement[] },
): Uint8Array {
  const { planUid, placed = true, more = [] } = about;
  const place: TestElement[] = [
    ['30020011', 'DS', '0.5\\0.5'],
    ['30020012', 'DS', '-1\\0.75'],
  ];
  return file('image', about, [
    ['00280002', 'US', 1],
    ['00280004', 'CS', 'MONOCHROME2'],
    ['00280010', 'US', 4],
    ['00280011', 'US', 6],
    ['00280100', 'US', 16],
    ['00280101', 'US', 16],
    ['00280102', 'US', 15],
    ['00280103', 'US', 0],
    ['30020002', 'SH', 'kV 90'],
    ...(placed ? place : []),
    ['30020020', 'SH', 'Linac 1'],
    ['30020022', 'DS', '1000'],
    ['30020026', 'DS', '1500'],
    ['300a011e', 'DS', '90'],
    ['300a012c', 'DS', '1\\2\\3'],
    ...(planUid === undefined ? [] : [['300c0002', 'SQ', [reference(planUid)]] as TestElement]),
    ...more,
    ['7fe00010', 'OW', new Uint8Array(48)],
  ]);
}
