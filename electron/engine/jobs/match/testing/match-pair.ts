import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeVolumeSeries } from '../../../../../studies/dicom/write/volume-series.ts';
import {
  couchFrame,
  matrixOfCouch,
  type CouchShift,
} from '../../../../../studies/positioning/couch/couch-shift.ts';
import { rigidInverse } from '../../../../../studies/positioning/registration/pose.ts';
import { bodyPhantom } from '../../../../../studies/positioning/testing/body-phantom.ts';
import { movedBy } from '../../../../../studies/positioning/testing/known-offsets.ts';
import type { LpsPoint } from '../../../../../studies/volume/geometry.ts';
import { upright } from '../../../../../studies/volume/testing/grids.ts';
import type { VoxelGrid } from '../../../../../studies/volume/volume.ts';

/** Voxels of 4 mm, so that a match takes seconds. */
export const planningGrid = upright([84, 60, 45], [4, 4, 4], [-166, -118, -88]);
export const scanGrid = upright([80, 64, 46], [4, 4, 3.4], [-158, -126, -76]);

export const frames = { planning: '1.2.7.1', scan: '1.2.7.2', other: '1.2.7.3' } as const;
export const isocentreMm: LpsPoint = [10, -12, 5];
/** What the couch has to do, the scan's isocentre being its origin. */
export const needed: CouchShift = {
  verticalMm: -2.5,
  longitudinalMm: 4,
  lateralMm: 1.5,
  pitchDeg: 0,
  rollDeg: 0,
  rotationDeg: 0,
};

export const pairUids = {
  planningStudy: '1.2.7.10',
  planningSeries: '1.2.7.11',
  scanStudy: '1.2.7.20',
  scanSeries: '1.2.7.21',
  otherStudy: '1.2.7.30',
  otherSeries: '1.2.7.31',
} as const;

/**
 * A planning CT and two cone-beam CTs of synthetic bodies as DICOM files, each in a study of its own:
 * the patient, scanned so that the couch has to move by `needed`, and another one.
 */
export function writePair(dir: string): void {
  const frame = couchFrame('HFS', isocentreMm, [0, 0, 0]);
  const scan = { noiseHu: 40, seed: 2, couch: true };
  const lie = rigidInverse(matrixOfCouch(needed, frame));
  write(join(dir, 'ct'), bodyPhantom('anna', planningGrid, { noiseHu: 20, couch: true }), {
    ...{ study: pairUids.planningStudy, series: pairUids.planningSeries, frame: frames.planning },
    patientId: 'P1',
  });
  write(join(dir, 'cbct'), movedBy(bodyPhantom('anna', scanGrid, scan), lie), {
    ...{ study: pairUids.scanStudy, series: pairUids.scanSeries, frame: frames.scan },
    ...{ patientId: 'P1', cone: true },
  });
  write(join(dir, 'other'), movedBy(bodyPhantom('bert', scanGrid, scan), lie), {
    ...{ study: pairUids.otherStudy, series: pairUids.otherSeries, frame: frames.other },
    ...{ patientId: 'P2', cone: true },
  });
}

interface About {
  study: string;
  series: string;
  frame: string;
  patientId: string;
  cone?: boolean;
}

function write(dir: string, grid: VoxelGrid, about: About): void {
  const { study, series, frame, patientId, cone = false } = about;
  mkdirSync(dir, { recursive: true });
  const files = writeVolumeSeries(grid, {
    study: {
      ...{ patientId, patientName: 'Doe^Jane', patientBirthDate: '', patientSex: '' },
      ...{ studyUid: study, studyDate: '20260131', studyTime: '101500', studyDescription: '' },
    },
    series: {
      seriesUid: series,
      seriesNumber: 1,
      seriesDescription: cone ? 'CBCT' : 'Planning CT',
      frameOfReferenceUid: frame,
    },
    equipment: { manufacturer: 'Test', modelName: 'Test', softwareVersions: '1' },
    ...(cone ? { imageTypeTail: ['AXIAL', 'CBCT'] } : {}),
    sopInstanceUid: (n) => `${series}.${n + 1}`,
  });
  for (const { name, bytes } of files) writeFileSync(join(dir, name), bytes);
}
