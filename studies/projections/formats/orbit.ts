import type { Warning } from '../../messages/sparrow-error.ts';
import type { LpsPoint } from '../../volume/geometry.ts';

/** From where one view was taken. Angle and axes are those of circular-geometry.ts. */
export interface OrbitView {
  readonly angleDeg: number;
  readonly sourceAxisMm: number;
  readonly sourceDetectorMm: number;
  /** Added to a pixel's own position to give its place on the panel's plane, from the central ray. */
  readonly detectorOffsetMm: readonly [u: number, v: number];
  readonly sourceOffsetMm: readonly [u: number, v: number];
}

/** The orbit as a geometry file, or the projections themselves, describe it. */
export interface Orbit {
  /** Base name of the file it came from. */
  readonly file: string;
  readonly views: readonly OrbitView[];
  /** Null when the file says nothing of the patient's frame. */
  readonly isocentreMm: LpsPoint | null;
  readonly warnings: readonly Warning[];
}
