import type { ProjectionsRecord } from '../../studies/library/records.ts';
import type { VolumeGeometry } from '../../studies/volume/geometry.ts';
import type { Slice } from './slice.ts';
import type { WindowLevel } from './window-level.ts';

/**
 * One view of a scan as a picture: values [u][v] as they are stored, columns along u to the right,
 * the head end (+v) up.
 */
export function projectionSlice(values: Float32Array, columns: number, rows: number): Slice {
  if (values.length !== columns * rows) {
    throw new RangeError(`${columns * rows} pixels expected, ${values.length} came`);
  }
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0, from = rows - 1 - row; column < columns; column++, from += rows) {
      turned[row * columns + column] = values[from]!;
    }
  }
  return { columns, rows, values: turned, slope: 1, intercept: 0, colours: null };
}

/** The panel as a plane to place on a canvas: pixel sizes in millimetres, no place in a patient. */
export function panelGeometry(
  scan: Pick<ProjectionsRecord, 'columns' | 'rows' | 'pixelMm'>,
): VolumeGeometry {
  return {
    dims: [scan.columns, scan.rows, 1],
    spacingMm: [scan.pixelMm[0], scan.pixelMm[1], 1],
    originMm: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
}

/** The window whose darkest colour is `low` and whose brightest is `high`, on any scale. */
export function windowBetween(low: number, high: number): WindowLevel {
  return { centre: (low + high) / 2 + 0.5, width: high - low + 1 };
}

/** What the picture must have given to be seen like this: measured plus (computed minus measured). */
export function computedView(measured: Float32Array, residual: Float32Array): Float32Array {
  return measured.map((value, n) => value + residual[n]!);
}

const share = 0.995;

/**
 * Half the width of a scale on which nearly all of a residual can be told apart, rounded up to 1, 2
 * or 5 times a power of ten; never zero.
 */
export function residualRange(residual: Float32Array): number {
  const sizes = residual.map(Math.abs).sort();
  const wanted = Math.max(sizes[Math.floor(share * (sizes.length - 1))] ?? 0, 1e-3);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const digit = [1, 2, 5, 10].find((d) => d * power >= wanted * (1 - 1e-6)) ?? 10;
  return digit * power;
}
