import type { LabelledPlane } from '../../../../models/dmcvr/implicit/contour-samples.ts';
import { plus } from '../../../../studies/cardiac/planes/vectors.ts';
import type { DenseResult } from '../../../../studies/library/dense-records.ts';

/** The measured planes of a dense label volume with their labels, each where it lies. */
export function measuredPlanes(
  { grid, planes }: Pick<DenseResult, 'grid' | 'planes'>,
  labels: Uint8Array,
): LabelledPlane[] {
  const { dims, spacingMm, originMm, u, v, n } = grid;
  const size = dims[0] * dims[1];
  return planes.flatMap(({ kind }, k) => {
    if (kind !== 'measured') return [];
    const plane = {
      originMm: plus(originMm, n, k * spacingMm[2]),
      row: u,
      column: v,
      spacingMm: [spacingMm[0], spacingMm[1]] as const,
      dims: [dims[0], dims[1]] as const,
    };
    return [{ plane, labels: labels.slice(k * size, (k + 1) * size) }];
  });
}
