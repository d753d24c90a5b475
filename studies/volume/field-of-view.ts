import type { VolumeGeometry } from './geometry.ts';
import { anatomicalAxes } from './orientation.ts';

/** Voxels left out at every border of a comparison. */
export const fovBorderVoxels = 8;

/**
 * Mask of the reconstructed cylinder: 1 inside. Its axis is the grid axis nearest to head-feet; its
 * radius is half the shorter side of the plane across it, less `border` voxels; `border` slices
 * are left out at each end.
 */
export function fieldOfViewMask(geometry: VolumeGeometry, border = fovBorderVoxels): Uint8Array {
  const along = anatomicalAxes(geometry)[2].axis;
  const [u, v] = ([0, 1, 2] as const).filter((axis) => axis !== along) as [0 | 1 | 2, 0 | 1 | 2];
  const { dims, spacingMm } = geometry;
  const half = (axis: 0 | 1 | 2) => (dims[axis] / 2 - border) * spacingMm[axis];
  const radius = Math.min(half(u), half(v));
  const mask = new Uint8Array(dims[0] * dims[1] * dims[2]);
  if (radius <= 0) return mask;
  const index = [0, 0, 0];
  let n = 0;
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      for (let i = 0; i < dims[0]; i++, n++) {
        index[0] = i;
        index[1] = j;
        index[2] = k;
        if (index[along]! < border || index[along]! >= dims[along] - border) continue;
        const du = (index[u]! - (dims[u] - 1) / 2) * spacingMm[u];
        const dv = (index[v]! - (dims[v] - 1) / 2) * spacingMm[v];
        if (du * du + dv * dv <= radius * radius) mask[n] = 1;
      }
    }
  }
  return mask;
}
