import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameUid } from '../../../../../studies/dicom/rt/testing/rt-files.ts';
import { writeVolumeSeries } from '../../../../../studies/dicom/write/volume-series.ts';

/** A CT of 16 x 12 voxels of 2 mm and six slices of 3 mm, the patient of the RT test files. */
export function writePlanningCt(
  dir: string,
  { studyUid = '1.2.3', seriesUid = '1.2.3.4', frame = frameUid, images = '1.1' } = {},
): void {
  const dims = [16, 12, 6] as const;
  const files = writeVolumeSeries(
    {
      geometry: {
        dims,
        spacingMm: [2, 2, 3],
        originMm: [-15, -11, 0],
        axes: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      },
      phases: 1,
      voxelType: 'int16',
      voxels: new Int16Array(dims[0] * dims[1] * dims[2]).map((_, n) => n % 300),
      rescaleSlope: 1,
      rescaleIntercept: 0,
      unit: 'HU',
    },
    {
      study: {
        patientId: 'P1',
        patientName: 'Doe^Jane',
        patientBirthDate: '',
        patientSex: '',
        studyUid,
        studyDate: '20260101',
        studyTime: '101500',
        studyDescription: 'Planning',
      },
      series: {
        seriesUid,
        seriesNumber: 1,
        seriesDescription: 'Planning CT',
        frameOfReferenceUid: frame,
      },
      equipment: { manufacturer: 'Test', modelName: 'Test', softwareVersions: '1' },
      sopInstanceUid: (k) => `${images}.${k}`,
    },
  );
  writeFiles(dir, Object.fromEntries([...files].map(({ name, bytes }) => [name, bytes])));
}

export function writeFiles(dir: string, files: Readonly<Record<string, Uint8Array>>): void {
  mkdirSync(dir, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(dir, name), bytes);
}

/** The SOP Instance UIDs of that CT. */
export const ctImages = (images = '1.1') => [0, 1, 2, 3, 4, 5].map((k) => `${images}.${k}`);

/** A square of 8 mm around the origin on slice k. */
export const squareOn = (k: number) => [
  [-4, -4, 3 * k],
  [4, -4, 3 * k],
  [4, 4, 3 * k],
  [-4, 4, 3 * k],
];
