import {
  WATER_MU_PER_MM,
  type AttenuationGrid,
} from '../../../../studies/tomography/circular-geometry.ts';
import type { Preview } from '../../contract/preview.ts';

/** The three middle slices of a grid in whole Hounsfield units, its values taken `scale` times. */
export function middleSlices(
  { counts, spacingMm, mu }: AttenuationGrid,
  fraction: number,
  scale: number,
): Preview {
  const [nx, ny, nz] = counts;
  const slice = (
    columns: number,
    rows: number,
    at: (column: number, row: number) => readonly [x: number, y: number, z: number],
  ) => {
    const hu = new Int16Array(columns * rows);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [x, y, z] = at(column, row);
        const value = 1000 * ((scale * mu[(x * ny + y) * nz + z]!) / WATER_MU_PER_MM - 1);
        hu[row * columns + column] = Math.max(-1024, Math.min(3071, Math.round(value)));
      }
    }
    return hu;
  };
  const [x, y, z] = [nx >> 1, ny >> 1, nz >> 1];
  return {
    dims: counts,
    spacingMm,
    fraction,
    axial: slice(nx, ny, (column, row) => [column, row, z]),
    coronal: slice(nx, nz, (column, row) => [column, y, row]),
    sagittal: slice(ny, nz, (column, row) => [x, column, row]),
  };
}
