import type { Pose } from './pose.ts';

export type MetricName = 'correlation' | 'mutual-information';

/** How well two volumes agree at a pose, and how that changes. Larger is better. */
export interface Slope {
  readonly value: number;
  /** Share of the sample points' weight that the moving volume holds. */
  readonly overlap: number;
  /** By shift along x, y, z (per mm) and turn about x, y, z (per radian) at the moved pivot. */
  readonly gradient: Float64Array;
  /** Positive semi-definite stand-in for the negative second derivative, 6 x 6 row by row. */
  readonly curvature: Float64Array;
}

export interface Metric {
  readonly name: MetricName;
  value(pose: Pose): { value: number; overlap: number };
  slope(pose: Pose): Slope;
}
