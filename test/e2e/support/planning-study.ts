import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeVolumeSeries } from '../../../studies/dicom/write/volume-series.ts';
import { openLibrary } from '../../../studies/library/open.ts';
import {
  couchFrame,
  matrixOfCouch,
  type CouchShift,
} from '../../../studies/positioning/couch/couch-shift.ts';
import { rigidInverse } from '../../../studies/positioning/registration/pose.ts';
import { movedBy } from '../../../studies/positioning/testing/known-offsets.ts';
import type { LpsPoint } from '../../../studies/volume/geometry.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import { sharedData } from '../../shared-data.ts';
import { sparrow } from './samples.ts';

/** What the couch has to do about the patient of the fraction below. */
export const needed: CouchShift = {
  verticalMm: -4.2,
  longitudinalMm: 3.1,
  lateralMm: 2.4,
  pitchDeg: 0.6,
  rollDeg: -0.5,
  rotationDeg: 0.9,
};
/** As SOURCE.txt of the data has it. */
export const isocentreMm: LpsPoint = [72.53, -304.34, -9.31];

/**
 * A real breast plan in a library, and a fraction of it as DICOM files in a folder: a cone-beam scan
 * simulated from the planning CT with 100 views, of the patient lying off by a known move. The scan has its
 * own frame of reference, whose origin is the machine's isocentre. Null where the data are absent.
 */
export async function breastFraction(library: string): Promise<{ fraction: string } | null> {
  const zip = sharedData('rt', 'breast-ct-struct-plan', 'boost-breast-CT98-RTSTRUCT-RTPLAN.zip');
  if (zip === null) return null;
  const read = (...args: string[]): unknown =>
    JSON.parse(sparrow('--library', library, '--json', ...args));
  const imported = read('import', zip) as Imported;
  const series = imported.studies.flatMap((study) => study.series);
  const [ct] = series.flatMap(({ volumes }) => volumes).filter(({ kind }) => kind === 'ct');
  const views = ['--views', '100', '--dense', '100', '--spacing', '3'];
  const { sparse } = read('simulate', ct!.id, ...views) as { sparse: string };
  const opened = openLibrary(library);
  try {
    const record = opened.volumes.get(sparse);
    const { dims, spacingMm, originMm, axes, rescaleSlope, rescaleIntercept } = record;
    const bytes = await opened.volumes.readVoxels(sparse);
    const grid: VoxelGrid = {
      geometry: { dims, spacingMm, originMm, axes },
      phases: 1,
      voxelType: 'int16',
      voxels: new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2),
      rescaleSlope,
      rescaleIntercept,
      unit: 'HU',
    };
    const study = opened.studies.get(imported.studies[0]!.uid);
    const lies = rigidInverse(matrixOfCouch(needed, couchFrame('HFS', isocentreMm, [0, 0, 0])));
    const fraction = join(library, 'fraction');
    mkdirSync(fraction);
    const files = writeVolumeSeries(movedBy(grid, lies), {
      study: {
        patientId: study.patientId,
        patientName: study.patientName,
        patientBirthDate: study.patientBirthDate,
        patientSex: study.patientSex,
        studyUid: '1.2.826.0.1.3680043.10.1.1',
        studyDate: '20260209',
        studyTime: '093000',
        studyDescription: 'Fraction 1',
      },
      series: {
        seriesUid: '1.2.826.0.1.3680043.10.1.2',
        seriesNumber: 1,
        seriesDescription: 'CBCT of today',
        frameOfReferenceUid: '1.2.826.0.1.3680043.10.1.3',
      },
      equipment: { manufacturer: 'Test', modelName: 'Test', softwareVersions: '1' },
      imageTypeTail: ['AXIAL', 'CBCT'],
      views: 100,
    });
    for (const { name, bytes: file } of files) writeFileSync(join(fraction, name), file);
    return { fraction };
  } finally {
    opened.close();
  }
}

interface Imported {
  studies: { uid: string; series: { volumes: { id: string; kind: string }[] }[] }[];
}
