import type { DenseGrid, DensePlane } from '../../../studies/library/dense-records.ts';
import type { LpsPoint, VolumeGeometry } from '../../../studies/volume/geometry.ts';
import type { PlaneFrame } from '../planes.ts';

/** The dense volume as every other volume: columns along u, rows along v, slices base to apex. */
export function gridGeometry({ dims, spacingMm, originMm, u, v, n }: DenseGrid): VolumeGeometry {
  return { dims, spacingMm, originMm, axes: [u, v, n] };
}

export function gridFrame(grid: DenseGrid): PlaneFrame {
  return { kind: 'acquired', geometry: gridGeometry(grid), runs: null };
}

/** Along the stack's normal from the first plane, mm. */
export function depthMm(grid: DenseGrid, point: ArrayLike<number>, at = 0): number {
  const { originMm: o, n } = grid;
  return (
    (point[at]! - o[0]) * n[0] + (point[at + 1]! - o[1]) * n[1] + (point[at + 2]! - o[2]) * n[2]
  );
}

/** The plane nearest to a depth, kept within the stack. */
export function planeNear(grid: DenseGrid, planes: readonly DensePlane[], zMm: number): number {
  const index = Math.round(zMm / grid.spacingMm[2]);
  return Math.min(Math.max(index, 0), planes.length - 1);
}

/** The heart's middle moved along the normal into the middle of the stack: what the scene turns about. */
export function stackMiddle(grid: DenseGrid, originMm: LpsPoint): LpsPoint {
  const half = ((grid.dims[2] - 1) * grid.spacingMm[2]) / 2;
  const off = half - depthMm(grid, originMm);
  return [0, 1, 2].map((c) => originMm[c]! + off * grid.n[c]!) as unknown as LpsPoint;
}
