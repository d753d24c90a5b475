import type { ImageDims, PixelPoint } from './classes.ts';

/**
 * Paints a disc, in place.
 * @param onlyOver classes that may be painted over; absent: any
 * @returns pixels that changed
 */
export function paintBrush(
  _labels: Uint8Array,
  _dims: ImageDims,
  _centre: PixelPoint,
  _radiusPx: number,
  _to: number,
  _onlyOver?: readonly number[],
): number {
  return 0;
}

/** Paints the whole way of a disc between two pointer positions, in place; returns pixels changed. */
export function paintStroke(
  _labels: Uint8Array,
  _dims: ImageDims,
  _from: PixelPoint,
  _to: PixelPoint,
  _radiusPx: number,
  _class: number,
  _onlyOver?: readonly number[],
): number {
  return 0;
}
