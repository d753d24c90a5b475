import type { CropGrid } from '../../../studies/cardiac/planes/crop-grid.ts';
import { applyAffine, CROP_SIZE } from '../../../studies/cardiac/planes/crop-grid.ts';
import type { Slice } from '../slice.ts';
import { windowLine, type WindowLevel } from '../window-level.ts';

/**
 * A plane in the heart's own orientation and at one scale, whichever way the scanner stored it:
 * fills `pixels` (RGBA, side x side) with the crop that the model sees, at the slice's own values.
 */
export function drawCrop(
  pixels: Uint8ClampedArray,
  side: number,
  slice: Slice,
  grid: CropGrid,
  window: WindowLevel,
): void {
  const shown = windowLine(window);
  const slope = shown.slope * slice.slope;
  const offset = shown.slope * slice.intercept + shown.offset;
  const step = CROP_SIZE / side;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = applyAffine(grid.cropToImage, (x + 0.5) * step - 0.5, (y + 0.5) * step - 0.5);
      const value = valueAt(slice, at[0], at[1]);
      const grey = value === null ? 0 : value * slope + offset;
      const n = 4 * (y * side + x);
      pixels[n] = pixels[n + 1] = pixels[n + 2] = grey;
      pixels[n + 3] = 255;
    }
  }
}

/** Between the four samples around a place; null outside the picture and for colour pictures. */
export function valueAt(slice: Slice, column: number, row: number): number | null {
  const { columns, rows, values } = slice;
  if (slice.colours) return null;
  if (column < -0.5 || row < -0.5 || column > columns - 0.5 || row > rows - 0.5) return null;
  const x = Math.min(Math.max(column, 0), columns - 1);
  const y = Math.min(Math.max(row, 0), rows - 1);
  const i = Math.min(Math.floor(x), Math.max(columns - 2, 0));
  const j = Math.min(Math.floor(y), Math.max(rows - 2, 0));
  const dx = x - i;
  const dy = y - j;
  const at = (di: number, dj: number) =>
    values[Math.min(j + dj, rows - 1) * columns + Math.min(i + di, columns - 1)]!;
  const upper = at(0, 0) * (1 - dx) + at(1, 0) * dx;
  const lower = at(0, 1) * (1 - dx) + at(1, 1) * dx;
  return upper * (1 - dy) + lower * dy;
}
