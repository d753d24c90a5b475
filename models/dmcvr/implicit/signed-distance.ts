import { squaredDistances } from '../../../studies/positioning/structures/distance.ts';

/**
 * Signed distance to the outline of a mask in its plane, mm, positive inside, at pixel centres: to the
 * nearest centre on the other side less half a pixel, so that linear interpolation crosses zero on
 * the edge between two pixels. At most `farMm` either way.
 * @param mask columns fastest, non-zero: inside
 */
export function signedDistanceMm(
  mask: Uint8Array,
  [columns, rows]: readonly [number, number],
  [dx, dy]: readonly [number, number],
  farMm: number,
): Float32Array {
  const half = Math.sqrt(dx * dy) / 2;
  const toInside = squaredDistances(mask, [columns, rows, 1], [dx, dy, 1]);
  const toOutside = squaredDistances(mask, [columns, rows, 1], [dx, dy, 1], false);
  return toInside.map((square, at) => {
    const inside = mask[at] !== 0;
    const mm = Math.sqrt(inside ? toOutside[at]! : square) - half;
    return (inside ? 1 : -1) * Math.min(farMm, Math.max(0, mm));
  });
}
