import { CROP_SIZE, type CropGrid } from '../../../studies/cardiac/planes/crop-grid.ts';
import type { Slice } from '../slice.ts';
import { windowLine, type WindowLevel } from '../window-level.ts';

/** A square picture: RGB or RGBA bytes, rows from the top. */
export interface SquarePicture {
  readonly pixels: Uint8Array | Uint8ClampedArray;
  readonly side: number;
  readonly channels: 3 | 4;
}

/**
 * A plane in the heart's own orientation and at one scale, whichever way the scanner stored it:
 * fills the picture with the middle `share` of the crop that the model sees, at the slice's own
 * values. Black beyond the slice.
 */
export function drawCrop(
  picture: SquarePicture,
  slice: Slice,
  grid: CropGrid,
  window: WindowLevel,
  share = 1,
): void {
  const { pixels, side, channels } = picture;
  const shown = windowLine(window);
  const slope = shown.slope * slice.slope;
  const offset = shown.slope * slice.intercept + shown.offset;
  const [a, b, c, d, e, f] = grid.cropToImage;
  const step = (CROP_SIZE * share) / side;
  const first = (CROP_SIZE * (1 - share) + step - 1) / 2;
  for (let y = 0; y < side; y++) {
    const row = first + y * step;
    for (let x = 0; x < side; x++) {
      const column = first + x * step;
      const value = valueAt(slice, a * column + b * row + c, d * column + e * row + f);
      const shade = value * slope + offset;
      // Written so that NaN (outside, or not arrived) falls to black.
      const grey = shade > 0 ? Math.min(shade, 255) : 0;
      const n = channels * (y * side + x);
      pixels[n] = pixels[n + 1] = pixels[n + 2] = grey;
      if (channels === 4) pixels[n + 3] = 255;
    }
  }
}

/** Between the four samples around a place; NaN outside the picture and for colour pictures. */
export function valueAt(slice: Slice, column: number, row: number): number {
  const { columns, rows, values, colours } = slice;
  if (colours || column < -0.5 || row < -0.5) return NaN;
  if (column > columns - 0.5 || row > rows - 0.5) return NaN;
  const x = Math.min(Math.max(column, 0), columns - 1);
  const y = Math.min(Math.max(row, 0), rows - 1);
  const i = Math.floor(x);
  const j = Math.floor(y);
  const right = Math.min(i + 1, columns - 1);
  const upper = j * columns;
  const lower = Math.min(j + 1, rows - 1) * columns;
  const dx = x - i;
  const top = values[upper + i]! + (values[upper + right]! - values[upper + i]!) * dx;
  const foot = values[lower + i]! + (values[lower + right]! - values[lower + i]!) * dx;
  return top + (foot - top) * (y - j);
}
