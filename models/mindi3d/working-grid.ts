/** Columns, rows, slices. */
export type GridSize = readonly [number, number, number];
/** Distance of voxel centres along columns, rows and slices, millimetres. */
export type Spacing = readonly [number, number, number];

export interface WorkingGrid {
  readonly dims: GridSize;
  readonly spacingMm: Spacing;
  /** False when the network works on the volume's own grid. */
  readonly resampled: boolean;
}

/** Header spacings are rounded; a hair outside the trained range is inside. */
const tolerance = 0.02;

/**
 * The grid the network works on: the volume's own where every spacing lies in the trained range, else
 * isotropic voxels of the in-range size nearest to the geometric mean of the spacings, centred on the
 * volume and covering it.
 *
 * @param rangeMm least and greatest trained spacing.
 */
export function workingGrid(
  dims: GridSize,
  spacingMm: Spacing,
  rangeMm: readonly [number, number],
): WorkingGrid {
  const [least, greatest] = rangeMm;
  const inRange = (s: number) => s >= least * (1 - tolerance) && s <= greatest * (1 + tolerance);
  if (spacingMm.every(inRange)) return { dims, spacingMm, resampled: false };
  const mean = Math.cbrt(spacingMm[0] * spacingMm[1] * spacingMm[2]);
  const spacing = Math.min(greatest, Math.max(least, mean));
  const along = (axis: 0 | 1 | 2) =>
    Math.max(1, Math.ceil((dims[axis] * spacingMm[axis]) / spacing - 1e-6));
  return {
    dims: [along(0), along(1), along(2)],
    spacingMm: [spacing, spacing, spacing],
    resampled: true,
  };
}
