import {
  patientToVoxel,
  type LpsPoint,
  type VolumeGeometry,
} from '../../studies/volume/geometry.ts';
import { restingShift, type ViewShift } from './placement.ts';

/** A heart fills about half of a cine's field of view. */
const openingZoom = 1.6;

/**
 * The plane enlarged about the heart's middle; as it is where the middle is not known or lies
 * outside the picture.
 */
export function heartShift(
  geometry: VolumeGeometry,
  originMm: LpsPoint | null,
  zoom = openingZoom,
): ViewShift {
  if (!originMm) return restingShift;
  const at = patientToVoxel(geometry, originMm);
  const { dims, spacingMm } = geometry;
  const pan = (axis: 0 | 1) => ((dims[axis] - 1) / 2 - at[axis]) * spacingMm[axis];
  if ([0, 1].some((axis) => at[axis]! < 0 || at[axis]! > dims[axis]! - 1)) return restingShift;
  return { zoom, panMm: [pan(0), pan(1)] };
}
