import type { ColourTable } from './colour.ts';
import type { Slice } from './slice.ts';
import { readLine, sampleColumns, type SampleGrid } from './sampling.ts';
import { windowLine, type WindowLevel } from './window-level.ts';

export interface Look {
  readonly window: WindowLevel;
  readonly table: ColourTable;
  /** Between pixels: interpolate the values (before the window is applied) or show the nearest. */
  readonly smooth: boolean;
}

export const groundPixel = 0xff000000;

/**
 * Draws a slice into canvas pixels, columns `from` to `to` (exclusive).
 *
 * On the processor and not the graphics card: measured at 2 to 3 ms for a 512 x 512 slice, where a
 * card drawn in software needs 9 to 12; and a value keeps all its bits up to the window.
 */
export function paintSlice(
  pixels: Uint32Array,
  width: number,
  height: number,
  slice: Slice,
  grid: SampleGrid,
  look: Look,
  from = 0,
  to = width,
): void {
  const columns = sampleColumns(slice.columns, grid, look.smooth && !slice.colours, from, to);
  if (columns.last < columns.first) return;
  const shown = windowLine(look.window);
  // Rescale and window are both straight lines: one is laid into the other.
  const slope = shown.slope * slice.slope;
  const offset = shown.slope * slice.intercept + shown.offset;
  const line = new Float32Array(slice.columns + 1);
  const { index, weight, first, last } = columns;
  const { table } = look;
  for (let y = 0; y < height; y++) {
    const row = grid.startRow + y * grid.stepRow;
    if (row < -0.5 || row >= slice.rows - 0.5) continue;
    const at = y * width;
    if (slice.colours) {
      const source = Math.round(row) * slice.columns;
      for (let x = first; x <= last; x++) {
        pixels[at + x] = slice.colours[source + index[x - from]!]!;
      }
      continue;
    }
    readLine(line, slice, row, look.smooth, columns.lowest, columns.highest);
    for (let x = first; x <= last; x++) {
      const column = index[x - from]!;
      const left = line[column]!;
      const value = left + (line[column + 1]! - left) * weight[x - from]!;
      const shade = value * slope + offset;
      // Written so that NaN (nothing there yet) falls to the darkest colour.
      pixels[at + x] = table[shade > 0 ? (shade < 255 ? (shade + 0.5) | 0 : 255) : 0]!;
    }
  }
}
