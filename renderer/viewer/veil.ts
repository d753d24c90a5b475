import type { ColourTable } from './colour.ts';
import { readLine, sampleColumns, type SampleGrid } from './sampling.ts';
import type { Slice } from './slice.ts';

/** What the colours of a veil mean, in the unit of its volume. */
export interface VeilScale {
  readonly table: ColourTable;
  readonly low: number;
  readonly high: number;
}

/** A map laid in colour over a picture. */
export interface Veil {
  readonly slice: Slice | null;
  readonly scale: VeilScale;
  /** Values nearer to zero than this leave the picture as it is. */
  readonly threshold: number;
  /** 0: not seen, 1: the picture beneath is not seen. */
  readonly opacity: number;
}

/**
 * Mixes a veil into canvas pixels that are painted already, columns `from` to `to` (exclusive).
 * Where nothing of the map has arrived (NaN) the picture stays as it is.
 */
export function paintVeil(
  pixels: Uint32Array,
  width: number,
  height: number,
  veil: Veil,
  grid: SampleGrid,
  smooth: boolean,
  from = 0,
  to = width,
): void {
  const { slice, scale, threshold } = veil;
  if (!slice || slice.colours) return;
  const columns = sampleColumns(slice.columns, grid, smooth, from, to);
  const { index, weight, first, last } = columns;
  const line = new Float32Array(slice.columns + 1);
  const share = Math.round(Math.min(Math.max(veil.opacity, 0), 1) * 256);
  const shadesPerUnit = 255 / (scale.high - scale.low);
  for (let y = 0; y < height && first <= last; y++) {
    const row = grid.startRow + y * grid.stepRow;
    if (row < -0.5 || row >= slice.rows - 0.5) continue;
    readLine(line, slice, row, smooth, columns.lowest, columns.highest);
    for (let x = first; x <= last; x++) {
      const column = index[x - from]!;
      const left = line[column]!;
      const part = weight[x - from]!;
      const stored = part === 0 ? left : left + (line[column + 1]! - left) * part;
      const value = stored * slice.slope + slice.intercept;
      if (!(Math.abs(value) >= threshold)) continue;
      const shade = Math.min(Math.max((value - scale.low) * shadesPerUnit, 0), 255);
      const at = y * width + x;
      pixels[at] = mix(pixels[at]!, scale.table[Math.round(shade)]!, share);
    }
  }
}

/** `share` of 256 parts of `over`, the rest of `under`; opaque. */
function mix(under: number, over: number, share: number): number {
  const channel = (shift: number) =>
    ((((under >>> shift) & 255) * (256 - share) + ((over >>> shift) & 255) * share) >> 8) << shift;
  return ((255 << 24) | channel(16) | channel(8) | channel(0)) >>> 0;
}

/** The colours of a scale as its legend shows them: what stays clear is left dark. */
export function legendTable(
  { table, low, high }: VeilScale,
  threshold: number,
  clear: number,
): ColourTable {
  return table.map((colour, n) => {
    const value = low + ((high - low) * n) / (table.length - 1);
    return Math.abs(value) >= threshold ? colour : clear;
  });
}
