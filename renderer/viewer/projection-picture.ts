import type { VolumeGeometry } from '../../studies/volume/geometry.ts';
import type { Slice } from './slice.ts';
import type { WindowLevel } from './window-level.ts';

/**
 * Line integrals are shown in thousandths: they reach from 0 to about 8, and window and level were
 * made for whole numbers (DICOM LINEAR takes one from the width).
 */
export const thousandths = 1000;

/**
 * One view as it is looked at: detector columns to the right, rows with the patient's head up.
 * @param view line integrals [u][v], rows fastest and upwards
 */
export function viewPicture(view: Float32Array, columns: number, rows: number): Slice {
  const values = new Float32Array(columns * rows);
  for (let u = 0; u < columns; u++) {
    const from = u * rows;
    for (let v = 0; v < rows; v++) values[(rows - 1 - v) * columns + u] = view[from + v]!;
  }
  return { columns, rows, values, slope: thousandths, intercept: 0, colours: null };
}

/** A detector row of every view: columns to the right, views downwards. Shares the memory. */
export function sinogramPicture(row: Float32Array, columns: number, views: number): Slice {
  return { columns, rows: views, values: row, slope: thousandths, intercept: 0, colours: null };
}

/** Values of at most this many pixels are looked at for a window. */
const mostSamples = 20_000;

/** From the lowest to the highest percent of what a picture holds; null when it holds nothing. */
export function ownWindow(picture: Slice): WindowLevel | null {
  const stride = Math.max(1, Math.floor(picture.values.length / mostSamples));
  const sampled: number[] = [];
  for (let n = 0; n < picture.values.length; n += stride) {
    const value = picture.values[n]!;
    if (Number.isFinite(value)) sampled.push(value * picture.slope + picture.intercept);
  }
  if (sampled.length === 0) return null;
  sampled.sort((a, b) => a - b);
  const at = (share: number) => sampled[Math.round(share * (sampled.length - 1))]!;
  const low = at(0.005);
  const high = at(0.995);
  return { centre: (low + high) / 2, width: Math.max(high - low, thousandths / 50) };
}

/** A picture on a plane of its own: (column, row) is the place (x, y) in millimetres of the panel. */
export function flatGeometry(
  columns: number,
  rows: number,
  pixelMm: readonly [number, number],
): VolumeGeometry {
  return {
    dims: [columns, rows, 1],
    spacingMm: [pixelMm[0], pixelMm[1], 1],
    originMm: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
}

/** Pixels whose shape makes a picture of any size fill a box: a sinogram has no true proportions. */
export function filling(
  columns: number,
  rows: number,
  width: number,
  height: number,
): VolumeGeometry {
  return flatGeometry(columns, rows, [Math.max(width, 1) / columns, Math.max(height, 1) / rows]);
}

/**
 * Darkens the canvas rows of views that a reconstruction leaves out, in place.
 * @param viewAt view shown at a canvas row, or a number outside the scan
 */
export function dimViews(
  pixels: Uint32Array,
  width: number,
  height: number,
  viewAt: (y: number) => number,
  used: (view: number) => boolean,
): void {
  for (let y = 0; y < height; y++) {
    const view = viewAt(y);
    if (used(view)) continue;
    // A third of every colour at once: no byte reaches into its neighbour.
    for (let n = y * width; n < (y + 1) * width; n++) {
      const pixel = pixels[n]!;
      pixels[n] =
        (0xff000000 |
          ((((pixel & 0xff00ff) * 85) >>> 8) & 0xff00ff) |
          ((((pixel & 0x00ff00) * 85) >>> 8) & 0x00ff00)) >>>
        0;
    }
  }
}
