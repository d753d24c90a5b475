import { SparrowError, warning, type Warning } from '../../messages/sparrow-error.ts';
import { binInto } from '../preprocess/binned.ts';
import { correctFlatField, subtractDark } from '../preprocess/flat-field.ts';
import { fillNotNumbers } from '../preprocess/not-numbers.ts';
import type { FrameSource } from './frame-source.ts';
import type { ReadProjectionsOptions } from './projection-scan.ts';

/** More of one view cannot be filled in from its neighbours. */
const mostNotNumbers = 0.02;

/** Pictures [row][column] that every view is corrected by. */
export interface Calibration {
  readonly flat: Float32Array | null;
  readonly dark: Float32Array | null;
}

/**
 * Unpacks the chosen views one after another into [view][u][v], corrected, filled in and binned.
 * Holds the result and one view. Throws SparrowError 'projections/not-numbers' and what frames throw.
 */
export async function loadViews(
  frames: FrameSource,
  views: readonly number[],
  calibration: Calibration,
  options: ReadProjectionsOptions,
): Promise<{ values: Float32Array; warnings: Warning[] }> {
  const { columns, rows, firstRow } = frames;
  const binning = options.binning ?? 1;
  const pixels = Math.floor(columns / binning) * Math.floor(rows / binning);
  const values = new Float32Array(pixels * views.length);
  let [filled, firstFilled] = [0, 0];
  for (const [n, view] of views.entries()) {
    options.signal?.throwIfAborted();
    const picture = Float32Array.from(await frames.frame(view));
    if (calibration.flat) correctFlatField(picture, calibration.flat, calibration.dark);
    else if (calibration.dark) subtractDark(picture, calibration.dark);
    const count = fillNotNumbers(picture, columns);
    if (count > mostNotNumbers * picture.length) {
      const percent = Number(((100 * count) / picture.length).toFixed(1));
      const params = { file: frames.fileOf(view), view: view + 1, percent };
      throw new SparrowError('projections/not-numbers', params);
    }
    if (count > 0 && filled === 0) firstFilled = view + 1;
    filled += count;
    binInto(values.subarray(n * pixels, (n + 1) * pixels), picture, columns, firstRow, binning);
    options.onView?.(n + 1, views.length);
  }
  const repaired = warning('projections/repaired-numbers', { count: filled, view: firstFilled });
  return { values, warnings: filled > 0 ? [repaired] : [] };
}

/** The mean of all pictures of a flat-field or dark file, [row][column]. */
export async function meanFrame(frames: FrameSource): Promise<Float32Array> {
  const sum = new Float64Array(frames.columns * frames.rows);
  for (let view = 0; view < frames.views; view++) {
    const picture = await frames.frame(view);
    for (let n = 0; n < sum.length; n++) sum[n]! += picture[n]!;
  }
  return Float32Array.from(sum, (value) => value / frames.views);
}
