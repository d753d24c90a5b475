import type { VolumeRecord } from '../../../studies/library/records.ts';
import {
  voxelToPatient,
  type LpsPoint,
  type Vector3,
  type VolumeGeometry,
} from '../../../studies/volume/geometry.ts';

/** A made-up volume: its record, and the stored samples as the engine would send them. */
export interface Made {
  readonly record: VolumeRecord;
  readonly samples: Int16Array;
}

/**
 * HU at a patient point: a cylinder of 40 HU along the head-feet axis in air, with three cubes of
 * 12 mm that no mirror image can be mistaken for: 1000 HU on the patient's left, 600 HU at the
 * back, 300 HU towards the head.
 */
export function phantomHu([x, y, z]: LpsPoint): number {
  const cube = (cx: number, cy: number, cz: number) =>
    Math.max(Math.abs(x - cx), Math.abs(y - cy), Math.abs(z - cz)) <= 6.01;
  if (cube(36, 0, 0)) return 1000;
  if (cube(0, 36, 0)) return 600;
  if (cube(0, 0, 36)) return 300;
  return Math.hypot(x, y) < 50 && Math.abs(z) < 50 ? 40 : -1000;
}

/** The acquisitions that a viewer gets wrong most easily. Axes of i, j and k in the patient. */
const turn = (10 * Math.PI) / 180;
export const acquisitions: Record<string, readonly [Vector3, Vector3, Vector3]> = {
  axial: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'axial-from-the-head': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, -1],
  ],
  prone: [
    [-1, 0, 0],
    [0, -1, 0],
    [0, 0, 1],
  ],
  sagittal: [
    [0, 1, 0],
    [0, 0, -1],
    [-1, 0, 0],
  ],
  coronal: [
    [1, 0, 0],
    [0, 0, -1],
    [0, 1, 0],
  ],
  oblique: [
    [Math.cos(turn), Math.sin(turn), 0],
    [-Math.sin(turn), Math.cos(turn), 0],
    [0, 0, 1],
  ],
};

const blank: Omit<VolumeRecord, 'id' | 'dims' | 'spacingMm' | 'originMm' | 'axes'> = {
  seriesUid: '1.2',
  studyUid: '1.1',
  kind: 'ct',
  description: 'Phantom',
  calibrated: true,
  phases: 1,
  phaseTimesMs: null,
  rrIntervalMs: null,
  voxelType: 'int16',
  rescaleSlope: 1,
  rescaleIntercept: -1024,
  unit: 'HU',
  windowCentre: 0,
  windowWidth: 2201,
  frameOfReferenceUid: null,
  views: null,
  lossy: false,
  warnings: [],
  resultId: null,
  projectionsId: null,
  reconstruction: null,
};

/** The grid of a size and spacing whose middle lies at the patient origin. */
export function centredGrid(
  axes: VolumeGeometry['axes'],
  dims: readonly [number, number, number],
  spacingMm: readonly [number, number, number],
): VolumeGeometry {
  const back = (c: 0 | 1 | 2) =>
    -axes.reduce((sum, axis, a) => sum + (axis[c] * spacingMm[a]! * (dims[a]! - 1)) / 2, 0);
  return { dims, spacingMm, axes, originMm: [back(0), back(1), back(2)] };
}

/** A volume from the value at each patient point. */
export function make(
  id: string,
  geometry: VolumeGeometry,
  value: (point: LpsPoint) => number,
  changes: Partial<VolumeRecord> = {},
): Made {
  return makeByIndex(
    id,
    geometry,
    (i, j, k) => value(voxelToPatient(geometry, [i, j, k])),
    changes,
  );
}

/** A volume from the value of each voxel of each phase. */
export function makeByIndex(
  id: string,
  geometry: VolumeGeometry,
  value: (i: number, j: number, k: number, phase: number) => number,
  changes: Partial<VolumeRecord> = {},
): Made {
  const record: VolumeRecord = {
    ...blank,
    id,
    dims: [...geometry.dims],
    spacingMm: [...geometry.spacingMm],
    originMm: [...geometry.originMm],
    axes: geometry.axes.map((axis) => [...axis]) as VolumeRecord['axes'],
    ...changes,
  };
  const [ni, nj, nk] = geometry.dims;
  const { phases, rescaleIntercept, rescaleSlope } = record;
  const samples = new Int16Array(ni * nj * nk * phases);
  let n = 0;
  for (let phase = 0; phase < phases; phase++) {
    for (let k = 0; k < nk; k++) {
      for (let j = 0; j < nj; j++) {
        for (let i = 0; i < ni; i++) {
          samples[n++] = (value(i, j, k, phase) - rescaleIntercept) / rescaleSlope;
        }
      }
    }
  }
  return { record, samples };
}
