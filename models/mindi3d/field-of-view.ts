import type { GridSize } from './working-grid.ts';

/**
 * Which columns (i, j) lie outside the reconstructed cylinder: those that hold one constant, the value
 * of the corners, through every slice. Scanners fill them with air or a padding value; there is nothing
 * to restore, so they keep their input.
 *
 * @returns one byte for each (i, j), 1 outside; null when the corners hold no common constant.
 */
export function outsideFieldOfView(hu: Int16Array, dims: GridSize): Uint8Array | null {
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  const padding = hu[0]!;
  const outside = new Uint8Array(plane).fill(1);
  for (let k = 0; k < slices; k++) {
    const slice = hu.subarray(k * plane, (k + 1) * plane);
    for (let p = 0; p < plane; p++) if (slice[p] !== padding) outside[p] = 0;
  }
  const corners = [0, columns - 1, plane - columns, plane - 1];
  return corners.every((corner) => outside[corner] === 1) ? outside : null;
}
