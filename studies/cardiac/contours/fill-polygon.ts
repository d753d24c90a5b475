import type { ImageDims } from './classes.ts';
import type { Polygon } from './polygon.ts';

/**
 * Gives every pixel whose centre lies inside the polygon (even-odd) the class `to`, in place.
 * @param onlyOver classes that may be painted over; absent: any
 * @returns pixels that changed
 */
export function fillPolygon(
  _labels: Uint8Array,
  _dims: ImageDims,
  _polygon: Polygon,
  _to: number,
  _onlyOver?: readonly number[],
): number {
  return 0;
}
