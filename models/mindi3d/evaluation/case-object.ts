import {
  bodyCentre,
  placeCt,
  trimToCylinder,
} from '../../../studies/tomography/simulation/object-volume.ts';
import type { ObjectVolume } from '../../../studies/tomography/simulation/object-volume.ts';
import {
  fieldRadiusMm,
  objectGrid,
  type Field,
} from '../../../studies/tomography/simulation/scan-plan.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import type { HeldOutCase } from './held-out.ts';
import { readCt, readGrid } from './read-ct.ts';

/** Share of the field's radius that the object may fill, so that no view cuts it off. */
export const bodyShare = 0.985;
/** How phantoms are stored: HU = byte * 10 - 1000 (models/training/make_phantom_cases.py). */
export const phantomStep = 10;

export interface CaseObject {
  readonly field: Field;
  /** HU about the isocentre, on its own grid. */
  readonly object: ObjectVolume;
}

/**
 * What is scanned in a case: the CT with its body's middle on the isocentre, nothing outside the field
 * (models/training/make_data.py `plan_test`), or the stored phantom.
 */
export async function caseObject(entry: HeldOutCase): Promise<CaseObject> {
  const { counts, spacingMm } = entry;
  if (entry.set === 'phantom') {
    const field = { counts, spacingMm, isocentreMm: [0, 0, 0] as const };
    return { field, object: phantomObject(await readGrid(entry.file!)) };
  }
  const ct = await readCt(entry);
  const isocentreMm = bodyCentre(ct);
  if (isocentreMm === null) throw new SparrowError('simulate/no-body');
  const field: Field = { counts, spacingMm, isocentreMm };
  const object = placeCt(ct, objectGrid(field));
  trimToCylinder(object, isocentreMm, bodyShare * fieldRadiusMm(field));
  return { field, object };
}

function phantomObject({ geometry, voxels }: VoxelGrid): ObjectVolume {
  const [nx, ny, nz] = geometry.dims;
  const hu = new Float32Array(nx * ny * nz);
  for (let k = 0, n = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, n++) hu[(i * ny + j) * nz + k] = voxels[n]! * phantomStep - 1000;
  const { spacingMm, originMm } = geometry;
  return { frame: { counts: [nx, ny, nz], spacingMm, originMm }, hu };
}
