import type { LabelledPlane } from '../../../../models/dmcvr/implicit/contour-samples.ts';
import { slicePlanes } from '../../../../studies/cardiac/dense/slice-planes.ts';
import { plus } from '../../../../studies/cardiac/planes/vectors.ts';
import type { DenseResult } from '../../../../studies/library/dense-records.ts';

/** The planes of a dense label volume that the slices lie at, with their labels, each where it is. */
export function measuredPlanes(
  dense: Pick<DenseResult, 'grid' | 'planes' | 'slices'>,
  labels: Uint8Array,
): LabelledPlane[] {
  const { grid } = dense;
  const { dims, spacingMm, originMm, u, v, n } = grid;
  const size = dims[0] * dims[1];
  return slicePlanes(dense).map((k) => {
    const plane = {
      originMm: plus(originMm, n, k * spacingMm[2]),
      row: u,
      column: v,
      spacingMm: [spacingMm[0], spacingMm[1]] as const,
      dims: [dims[0], dims[1]] as const,
    };
    return { plane, labels: labels.slice(k * size, (k + 1) * size) };
  });
}
