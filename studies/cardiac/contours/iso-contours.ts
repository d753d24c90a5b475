import type { ImageDims } from './classes.ts';
import type { Polygon } from './polygon.ts';

/** Half-way lines of a mask (non-zero: inside), one closed polygon per border, longest first. */
export function isoContours(_mask: Uint8Array, _dims: ImageDims): Polygon[] {
  return [];
}

/**
 * Smoothed sub-pixel outlines of the pixels whose class is one of `classes` (the epicardium:
 * cavity and muscle together), longest first.
 * @param smoothPx width of the smoothing along the line, pixels; 0 leaves the steps of the pixels
 */
export function classContours(
  _labels: Uint8Array,
  _dims: ImageDims,
  _classes: readonly number[],
  _smoothPx = 2,
): Polygon[] {
  return [];
}
