import { voxelToPatient, type LpsPoint, type VolumeGeometry } from '../../volume/geometry.ts';
import type { CtVolume } from './ct-volume.ts';
import { bodyCentre, bodyHu } from './object-volume.ts';
import type { Field } from './scan-plan.ts';

/** Voxels across a field of its own choice, and what their size may be (mindi3d.md, section 3.2). */
const usualColumns = 128;
const usualSpacingMm = [1.8, 3.2] as const;
/** Field radius at most, so that the panel's fan stays near that of real machines. */
const greatestRadiusMm = 250;
const leastRadiusMm = 40;
const mostSlices = 128;
/** Grids are whole multiples of this: the network halves its grid three times, the panel comes in sixteens. */
const multiple = 16;
const skinMm = 5;

/**
 * The field that covers a CT's body: square slices about the middle of the body, its length that of
 * the CT. Null when nothing in the CT is denser than lung.
 *
 * @param spacingMm wanted voxel size; chosen so that about 128 voxels cover the field when left out
 */
export function fieldOf(ct: CtVolume, spacingMm?: number): Field | null {
  const isocentreMm = bodyCentre(ct);
  if (isocentreMm === null) return null;
  const wanted = bodyRadiusMm(ct, isocentreMm) + skinMm;
  const radius = Math.min(greatestRadiusMm, Math.max(leastRadiusMm, wanted));
  const [finest, coarsest] = usualSpacingMm;
  const usual = Math.min(coarsest, Math.max(finest, (2 * radius) / usualColumns));
  const spacing = spacingMm ?? usual;
  const columns = Math.ceil((2 * radius) / spacing / multiple) * multiple;
  const slices = Math.floor(lengthMm(ct.geometry) / spacing / multiple) * multiple;
  const along = Math.min(mostSlices, Math.max(multiple, slices));
  return { counts: [columns, columns, along], spacingMm: spacing, isocentreMm };
}

/** Greatest distance of the body from the head-feet axis through its middle. */
function bodyRadiusMm({ geometry, hu }: CtVolume, centre: LpsPoint): number {
  const [ni, nj, nk] = geometry.dims;
  let greatest = 0;
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      for (let i = 0; i < ni; i++) {
        if (hu[(k * nj + j) * ni + i]! <= bodyHu) continue;
        const [x, y] = voxelToPatient(geometry, [i, j, k]);
        greatest = Math.max(greatest, (x - centre[0]) ** 2 + (y - centre[1]) ** 2);
      }
    }
  }
  return Math.sqrt(greatest);
}

/** Extent along the head-feet axis. */
function lengthMm({ dims, spacingMm, axes }: VolumeGeometry): number {
  return Math.max(...dims.map((n, axis) => n * spacingMm[axis]! * Math.abs(axes[axis]![2])));
}
