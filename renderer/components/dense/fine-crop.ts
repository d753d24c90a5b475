import { CROP_SIZE } from '../../../studies/cardiac/planes/crop-grid.ts';
import type { Slice } from '../../viewer/slice.ts';

/** Pixels along a side of the crop as it is compared: twice as fine as the model's. */
export const FINE = 2 * CROP_SIZE;

/** Crop pixel (fractional) of a fine one. */
const inCrop = (n: number) => (n + 0.5) / 2 - 0.5;

/** A fine picture from values at crop pixels; NaN where there is nothing. */
export function fineSlice(valueAtCrop: (x: number, y: number) => number): Slice {
  const values = new Float32Array(FINE * FINE);
  for (let y = 0, n = 0; y < FINE; y++) {
    for (let x = 0; x < FINE; x++, n++) values[n] = valueAtCrop(inCrop(x), inCrop(y));
  }
  return { columns: FINE, rows: FINE, values, slope: 1, intercept: 0, colours: null };
}

/** A fine label map; `between`: asked at places between crop pixels, else at whole ones. */
export function fineLabels(
  labelAtCrop: (x: number, y: number) => number,
  between = false,
): Uint8Array {
  const labels = new Uint8Array(FINE * FINE);
  const at = between ? inCrop : (n: number) => n >> 1;
  for (let y = 0, n = 0; y < FINE; y++) {
    for (let x = 0; x < FINE; x++, n++) labels[n] = labelAtCrop(at(x), at(y));
  }
  return labels;
}
