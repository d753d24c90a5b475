import { squaredDistances } from '../../positioning/structures/distance.ts';
import { heartClass } from '../contours/classes.ts';
import { maskOf } from '../contours/morphology.ts';
import { CROP_PIXEL_MM, CROP_SIZE } from '../planes/crop-grid.ts';

const { lvCavity, lvMyocardium, rvCavity } = heartClass;

/** What each chamber is made of: a class in its union with what lies inside it. */
export const chamberClasses = {
  lvCavity: [lvCavity],
  lvEpicardium: [lvCavity, lvMyocardium],
  rvCavity: [rvCavity],
} as const;
export type ChamberName = keyof typeof chamberClasses;

/** Beyond any crop. */
const farMm = 1000;

/** Signed distances of one chamber in one slice. */
export interface ChamberDistance {
  /** To the nearest pixel centre on the other side of the outline, mm; positive inside. */
  readonly mm: Float32Array;
  /** The largest of them; null: the slice does not show the chamber. */
  readonly peakMm: number | null;
}
export type SliceDistances = Record<ChamberName, ChamberDistance>;

/**
 * Exact signed distances of a mask on the crop grid, 96 x 96: the distance transform of the mask
 * less that of its complement (in scipy, edt(mask) - edt(~mask)), which is nil nowhere.
 * @param mask non-zero: inside
 */
export function signedDistance(mask: Uint8Array): ChamberDistance {
  const dims = [CROP_SIZE, CROP_SIZE, 1] as const;
  const spacingMm = [CROP_PIXEL_MM, CROP_PIXEL_MM, 1] as const;
  const mm = squaredDistances(mask, dims, spacingMm);
  const inwards = squaredDistances(mask, dims, spacingMm, false);
  let peakMm = 0;
  for (let at = 0; at < mask.length; at++) {
    const inside = mask[at] !== 0;
    const square = inside ? inwards[at]! : mm[at]!;
    mm[at] = Math.min(farMm, Math.sqrt(square)) * (inside ? 1 : -1);
    // As it is stored: a chamber that closes half-way must be nil there, not a rounding above it.
    if (mm[at]! > peakMm) peakMm = mm[at]!;
  }
  return { mm, peakMm: peakMm > 0 ? peakMm : null };
}

/** Signed distances of the three chambers of a label map, 96 x 96. */
export function sliceDistances(labels: Uint8Array): SliceDistances {
  const of = (name: ChamberName) => signedDistance(maskOf(labels, chamberClasses[name]));
  return {
    lvCavity: of('lvCavity'),
    lvEpicardium: of('lvEpicardium'),
    rvCavity: of('rvCavity'),
  };
}
