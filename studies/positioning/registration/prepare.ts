import { voxelToPatient, type LpsPoint } from '../../volume/geometry.ts';
import type { VoxelGrid } from '../../volume/volume.ts';
import { bodyIndices, bodyMask, dilated, type BodyMask } from './body.ts';
import { scanField, type ScanField } from './field.ts';
import { levelsOf, type Level } from './levels.ts';

/** Voxel sizes that a match goes through, coarsest first. */
export const levelSizesMm = [8, 4, 2] as const;

/** A volume ready to be matched: made once, used for as many fits as wanted. */
export interface PreparedVolume {
  /** HU at about 8, 4 and 2 mm, what lies beside the body replaced by air. */
  readonly levels: readonly [Level, Level, Level];
  readonly body: BodyMask | null;
  readonly field: ScanField;
  /** Middle of the body, or of the grid where there is none. */
  readonly centreMm: LpsPoint;
}

const airHu = -1000;
/** Beside the body, what is denser is couch, mask or clothes. */
const coverHu = -900;

/** Throws SparrowError 'volume/not-grey'. */
export function prepareVolume(grid: VoxelGrid, phase = 0): PreparedVolume {
  const [coarse, middle, fine] = levelsOf(grid, levelSizesMm, phase) as [Level, Level, Level];
  const body = bodyMask(middle);
  const field = scanField(middle);
  if (body !== null) for (const level of [coarse, middle, fine]) clearBeside(level, body);
  return {
    levels: [coarse, middle, fine],
    body,
    field,
    centreMm: body === null ? middleOf(middle) : centreOf(body),
  };
}

/** Writes air wherever the body, grown by a voxel of its grid, is not. */
function clearBeside({ geometry, values }: Level, body: BodyMask): void {
  const near = dilated(body.voxels, body.geometry.dims);
  const [bx, by] = body.geometry.dims;
  const [nx, ny, nz] = geometry.dims;
  const [is, js, ks] = bodyIndices(body, geometry);
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const row = (ks[k]! * by + js[j]!) * bx;
      for (let i = 0; i < nx; i++, n++) {
        if (values[n]! > coverHu && near[row + is[i]!] === 0) values[n] = airHu;
      }
    }
  }
}

function middleOf({ geometry }: Level): LpsPoint {
  const [nx, ny, nz] = geometry.dims;
  return voxelToPatient(geometry, [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2]);
}

function centreOf({ geometry, voxels, count }: BodyMask): LpsPoint {
  const [nx, ny, nz] = geometry.dims;
  let [x, y, z] = [0, 0, 0];
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, n++) {
        if (voxels[n] === 0) continue;
        x += i;
        y += j;
        z += k;
      }
    }
  }
  return voxelToPatient(geometry, [x / count, y / count, z / count]);
}
