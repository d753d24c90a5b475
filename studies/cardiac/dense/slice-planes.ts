import type { DenseGrid, DensePlane, DenseSlice } from '../../library/dense-records.ts';

/** Of a plan, or of a finished result. */
export interface PlacedPlanes {
  readonly slices: readonly DenseSlice[];
  readonly planes: readonly DensePlane[];
  readonly grid: DenseGrid;
}

/**
 * The plane that lies nearest to each slice, at most one step away, rising: the slice itself where
 * slices lie evenly, else a plane made almost wholly of it. Planes beyond the slices are none.
 */
export function slicePlanes({ slices, planes, grid }: PlacedPlanes): number[] {
  const stepMm = grid.spacingMm[2];
  const nearest = slices.map(() => ({ plane: -1, mm: Infinity }));
  const offer = (slice: number, plane: number, mm: number) => {
    if (mm < nearest[slice]!.mm) nearest[slice] = { plane, mm };
  };
  for (const [plane, { kind, below, above, share }] of planes.entries()) {
    if (kind === 'beyond') continue;
    const gapMm = slices[above]!.zMm - slices[below]!.zMm;
    offer(below, plane, share * gapMm);
    if (above !== below) offer(above, plane, (1 - share) * gapMm);
  }
  const near = nearest.filter(({ mm }) => mm <= stepMm).map(({ plane }) => plane);
  return [...new Set(near)].sort((a, b) => a - b);
}
