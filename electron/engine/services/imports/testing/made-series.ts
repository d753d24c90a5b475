import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeVolumeSeries } from '../../../../../studies/dicom/write/volume-series.ts';
import type { StudyIdentity } from '../../../../../studies/dicom/write/series-meta.ts';
import type { VoxelGrid } from '../../../../../studies/volume/volume.ts';

export interface MadeSeries {
  studyUid?: string;
  seriesUid?: string;
  patientId?: string;
  slices?: number;
  columns?: number;
  rows?: number;
  /** Leaves slices out, counted from 0. */
  without?: readonly number[];
}

/** Value of a made voxel, HU: tells its own place. */
export function madeValue(i: number, j: number, k: number): number {
  return k * 40 + ((i * 3 + j * 7) % 40) - 500;
}

export function madeGrid({ slices = 6, columns = 16, rows = 12 }: MadeSeries = {}): VoxelGrid {
  const voxels = new Int16Array(columns * rows * slices);
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++) {
        voxels[(k * rows + j) * columns + i] = madeValue(i, j, k);
      }
    }
  }
  return {
    geometry: {
      dims: [columns, rows, slices],
      spacingMm: [0.8, 0.8, 2],
      originMm: [-100, -80, 30],
      axes: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    },
    phases: 1,
    voxelType: 'int16',
    voxels,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
  };
}

/** Writes a small CT series; the same call writes the same bytes. Returns the folder. */
export function makeSeries(dir: string, made: MadeSeries = {}): string {
  const { studyUid = '2.25.100', seriesUid = `${studyUid}.1`, without = [] } = made;
  const study: StudyIdentity = {
    patientId: made.patientId ?? 'MADE-1',
    patientName: 'Made^Patient',
    patientBirthDate: '19600229',
    patientSex: 'O',
    studyUid,
    studyDate: '20260101',
    studyTime: '080000',
    studyDescription: 'Made study',
  };
  mkdirSync(dir, { recursive: true });
  const files = writeVolumeSeries(madeGrid(made), {
    study,
    series: {
      seriesUid,
      seriesNumber: 1,
      seriesDescription: 'Made series',
      frameOfReferenceUid: `${studyUid}.9`,
    },
    equipment: { manufacturer: 'Nobody', modelName: 'None', softwareVersions: '0' },
    windowCentre: 40,
    windowWidth: 400,
    sopInstanceUid: (n) => `${seriesUid}.${n + 1}`,
  });
  let n = 0;
  for (const { name, bytes } of files) {
    if (!without.includes(n++)) writeFileSync(join(dir, name), bytes);
  }
  return dir;
}
