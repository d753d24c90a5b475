import type { Slice } from './slice.ts';

/** Slice coordinate (in slice pixels) of canvas pixel p: start + p * step, for both directions. */
export interface SampleGrid {
  readonly startColumn: number;
  readonly stepColumn: number;
  readonly startRow: number;
  readonly stepRow: number;
}

/** Which slice columns a run of canvas columns shows, and how they mix. */
export interface Columns {
  /** Canvas columns that the slice covers. */
  first: number;
  last: number;
  index: Int32Array;
  weight: Float32Array;
  /** Slice columns that are needed. */
  lowest: number;
  highest: number;
}

/** For canvas columns `from` to `to` (exclusive); `last` below `first` when the slice covers none. */
export function sampleColumns(
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

/** One line of values at a fractional row, the last value repeated so that reading past it is safe. */
export function readLine(
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
