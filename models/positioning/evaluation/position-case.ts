import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import { movedGeometry } from '../../../studies/positioning/registration/moved-geometry.ts';
import type { CtVolume } from '../../../studies/tomography/simulation/ct-volume.ts';
import {
  bodyCentre,
  placeCt,
  trimToCylinder,
  type ObjectVolume,
} from '../../../studies/tomography/simulation/object-volume.ts';
import {
  fieldRadiusMm,
  objectGrid,
  type Field,
} from '../../../studies/tomography/simulation/scan-plan.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { VolumeGeometry } from '../../../studies/volume/geometry.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import { bodyShare, phantomStep } from '../../mindi3d/evaluation/case-object.ts';
import type { HeldOutCase } from '../../mindi3d/evaluation/held-out.ts';
import { readCt, readGrid } from '../../mindi3d/evaluation/read-ct.ts';

/** A held-out patient: the planning CT as it was made, and where he is scanned. */
export interface PositionCase {
  readonly id: string;
  readonly set: HeldOutCase['set'];
  readonly ct: CtVolume;
  readonly field: Field;
}

/** Throws evaluate/case-unreadable and simulate/no-body. */
export async function positionCase(entry: HeldOutCase): Promise<PositionCase> {
  const { id, set, counts, spacingMm } = entry;
  const ct = set === 'phantom' ? await phantomCt(entry.file!) : await readCt(entry);
  const isocentreMm = set === 'phantom' ? ([0, 0, 0] as const) : bodyCentre(ct);
  if (isocentreMm === null) throw new SparrowError('simulate/no-body');
  return { id, set, ct, field: { counts, spacingMm, isocentreMm } };
}

async function phantomCt(file: string): Promise<CtVolume> {
  const { geometry, voxels } = await readGrid(file);
  return { geometry, hu: Float32Array.from(voxels, (value) => value * phantomStep - 1000) };
}

/** The patient as he lies on the couch after a move, at the resolution that is scanned. */
export function movedPatient({ ct, field }: PositionCase, move: Matrix): ObjectVolume {
  const moved = { ...ct, geometry: movedGeometry(ct.geometry, move) };
  const object = placeCt(moved, objectGrid(field));
  trimToCylinder(object, field.isocentreMm, bodyShare * fieldRadiusMm(field));
  return object;
}

export function huGrid(geometry: VolumeGeometry, hu: Int16Array): VoxelGrid {
  return {
    geometry,
    phases: 1,
    voxelType: 'int16',
    voxels: hu,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
  };
}

/** The planning CT of a case. */
export function planningOf({ ct }: PositionCase): VoxelGrid {
  return huGrid(ct.geometry, Int16Array.from(ct.hu, Math.round));
}
