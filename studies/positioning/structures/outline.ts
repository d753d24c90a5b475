import type { LpsPoint, Vector3 } from '../../volume/geometry.ts';

/** A line of a structure in a plane, patient LPS millimetres. */
export interface Outline {
  /** The last point joins the first again. */
  readonly closed: boolean;
  readonly points: readonly LpsPoint[];
}

/** A plane of the patient by one of its points and its unit normal. */
export interface CutPlane {
  readonly pointMm: LpsPoint;
  readonly normal: Vector3;
}
