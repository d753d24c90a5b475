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
import { voxelToPatient, type VolumeGeometry } from '../../../studies/volume/geometry.ts';
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

/**
 * The patient as he lies on the couch after a move, at the resolution that is scanned. He goes on
 * beyond his planning CT as its last slices were, so that no end of it comes into the field.
 */
export function movedPatient({ ct, field }: PositionCase, move: Matrix): ObjectVolume {
  const long = lengthened(ct);
  const moved = { ...long, geometry: movedGeometry(long.geometry, move) };
  const object = placeCt(moved, objectGrid(field));
  trimToCylinder(object, field.isocentreMm, bodyShare * fieldRadiusMm(field));
  return object;
}

const beyondMm = 40;

/** The first and the last slice repeated; slices lie across the patient. */
function lengthened({ geometry, hu }: CtVolume): CtVolume {
  const [nx, ny, nz] = geometry.dims;
  const slice = nx * ny;
  const more = Math.ceil(beyondMm / geometry.spacingMm[2]);
  const long = new Float32Array((nz + 2 * more) * slice);
  for (let n = 0; n < more; n++) {
    long.set(hu.subarray(0, slice), n * slice);
    long.set(hu.subarray((nz - 1) * slice), (more + nz + n) * slice);
  }
  long.set(hu, more * slice);
  const originMm = voxelToPatient(geometry, [0, 0, -more]);
  return { geometry: { ...geometry, dims: [nx, ny, nz + 2 * more], originMm }, hu: long };
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
