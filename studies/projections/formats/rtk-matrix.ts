import type { OrbitView } from './orbit.ts';

/**
 * RTK's 3x4 projection matrix of a view: from RTK's world (y along the rotation axis) to its
 * projection millimetres, times depth. See README.md for the derivation. Row-major.
 */
export function rtkMatrix(view: OrbitView): number[] {
  const angle = (view.angleDeg * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const { sourceAxisMm: sid, sourceDetectorMm: sdd } = view;
  const [sourceX, sourceY] = view.sourceOffsetMm;
  const x = sourceX - view.detectorOffsetMm[0];
  const y = sourceY - view.detectorOffsetMm[1];
  return [
    [-sdd * cos + x * sin, 0, sdd * sin + x * cos, sdd * sourceX - x * sid],
    [y * sin, -sdd, y * cos, sdd * sourceY - y * sid],
    [sin, 0, cos, -sid],
  ].flat();
}

/**
 * Whether a matrix is the view's: 'same', 'reversed' when it is that of the opposite angle, or
 * 'other'. The tolerance is RTK's own, 0.001, widened for entries written with few digits.
 */
export function compareMatrix(view: OrbitView, matrix: readonly number[]): MatrixVerdict {
  const size = Math.max(...matrix.map(Math.abs));
  const within = (candidate: OrbitView) =>
    rtkMatrix(candidate).every((value, n) => Math.abs(value - matrix[n]!) < 1e-3 + 1e-5 * size);
  if (within(view)) return 'same';
  return within({ ...view, angleDeg: -view.angleDeg }) ? 'reversed' : 'other';
}

export type MatrixVerdict = 'same' | 'reversed' | 'other';
