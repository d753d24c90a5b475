import type { ColourTable } from './colour.ts';
import type { Slice } from './slice.ts';
import { windowLine, type WindowLevel } from './window-level.ts';

/** Slice coordinate (in slice pixels) of canvas pixel p: start + p * step, for both directions. */
export interface SampleGrid {
  readonly startColumn: number;
  readonly stepColumn: number;
  readonly startRow: number;
  readonly stepRow: number;
}

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

/** One line of values at a fractional row, the last value repeated so that reading past it is safe. */
function readLine(
  line: Float32Array,
  slice: Slice,
  row: number,
  smooth: boolean,
  lowest: number,
  highest: number,
): void {
  const { columns, rows, values } = slice;
  const clamped = Math.min(Math.max(smooth ? row : Math.round(row), 0), rows - 1);
  const upper = Math.floor(clamped);
  const weight = clamped - upper;
  const top = upper * columns;
  if (weight === 0) {
    for (let i = lowest; i <= highest; i++) line[i] = values[top + i]!;
  } else {
    const bottom = top + columns;
    for (let i = lowest; i <= highest; i++) {
      const value = values[top + i]!;
      line[i] = value + (values[bottom + i]! - value) * weight;
    }
  }
  line[columns] = line[columns - 1]!;
}

interface Columns {
  /** Canvas columns that the slice covers. */
  first: number;
  last: number;
  index: Int32Array;
  weight: Float32Array;
  /** Slice columns that are needed. */
  lowest: number;
  highest: number;
}

function sampleColumns(
  count: number,
  grid: SampleGrid,
  smooth: boolean,
  from: number,
  to: number,
): Columns {
  const index = new Int32Array(Math.max(0, to - from));
  const weight = new Float32Array(Math.max(0, to - from));
  let first = to;
  let last = from - 1;
  for (let x = from; x < to; x++) {
    const column = grid.startColumn + x * grid.stepColumn;
    if (column < -0.5 || column >= count - 0.5) continue;
    first = Math.min(first, x);
    last = x;
    const clamped = Math.min(Math.max(smooth ? column : Math.round(column), 0), count - 1);
    index[x - from] = Math.floor(clamped);
    weight[x - from] = clamped - Math.floor(clamped);
  }
  const lowest = first <= last ? index[first - from]! : 0;
  const highest = first <= last ? Math.min(count - 1, index[last - from]! + 1) : -1;
  return { first, last, index, weight, lowest, highest };
}
