import type { LpsPoint, Vector3 } from '../../volume/geometry.ts';

/**
 * One cine volume as the reader made it, with nothing that a technologist typed. Its slices are
 * looked at one by one: a volume may be a stack, a single plane, or several things at once.
 */
export interface CineCandidate {
  readonly volumeId: string;
  readonly studyUid: string;
  /** Says no more than whether two volumes are of one patient; never shown. */
  readonly patientKey: string;
  /** Columns, rows, slices. */
  readonly dims: readonly [number, number, number];
  readonly spacingMm: readonly [number, number, number];
  /** Centre of voxel (0, 0, 0), patient LPS millimetres. */
  readonly originMm: LpsPoint;
  readonly axes: readonly [Vector3, Vector3, Vector3];
  readonly phases: number;
  /** After the R wave or the first frame; null where the header is silent. */
  readonly phaseTimesMs: readonly number[] | null;
  readonly rrIntervalMs: number | null;
  /** Null where the header is silent: the slice step is taken then. */
  readonly thicknessMm: number | null;
  readonly frameOfReferenceUid: string | null;
  readonly seriesNumber: number | null;
  /** False: lengths are in pixels, and nothing can be measured. */
  readonly calibrated: boolean;
  /** Physical values of one slice, phases x rows x columns, columns fastest. */
  readonly readSlice: (slice: number) => Promise<Float32Array> | Float32Array;
}
