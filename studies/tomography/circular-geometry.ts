import type { LpsPoint } from '../volume/geometry.ts';

/**
 * A circular cone-beam orbit about the patient's head-feet axis through the isocentre.
 *
 * Convention (IEC 61217 gantry angles, patient head-first supine): at angle 0 the source is
 * anterior, at 90 degrees on the patient's left. In isocentre-centred patient LPS
 *   source   = SAD * (sin a, -cos a, 0)
 *   detector = centre at (SDD - SAD) * (-sin a, cos a, 0), column axis u = (cos a, sin a, 0), row axis v = +z.
 * Pixel centres lie symmetrically about the detector's middle, which is on the central ray unless
 * offsets say otherwise (half fan, flexing gantry).
 */
export interface CircularGeometry {
  readonly sourceAxisMm: number;
  readonly sourceDetectorMm: number;
  readonly detectorColumns: number;
  readonly detectorRows: number;
  readonly pixelMm: readonly [u: number, v: number];
  /** One gantry angle for each view, degrees. */
  readonly anglesDeg: readonly number[];
  readonly isocentreMm: LpsPoint;
  /** For each view, shift of the detector's middle along u and v on the panel; absent: none. */
  readonly detectorOffsetsMm?: readonly (readonly [u: number, v: number])[];
  /** For each view, shift of the source along u and v; absent: none. */
  readonly sourceOffsetsMm?: readonly (readonly [u: number, v: number])[];
}

/** Views at equal steps over a full turn, from `startDeg`. */
export function fullTurn(views: number, startDeg = 0): number[] {
  return Array.from({ length: views }, (_, n) => startDeg + (360 * n) / views);
}

/** Every `stride`-th view of a scan, as a sparse acquisition at the same dose for each view. */
export function everyNth(geometry: CircularGeometry, stride: number): CircularGeometry {
  return { ...geometry, anglesDeg: geometry.anglesDeg.filter((_, n) => n % stride === 0) };
}

/** Radius in millimetres of the cylinder that every view sees. */
export function fieldOfViewRadiusMm(geometry: CircularGeometry): number {
  const half = (geometry.detectorColumns * geometry.pixelMm[0]) / 2;
  const { sourceAxisMm, sourceDetectorMm } = geometry;
  return (sourceAxisMm * half) / Math.hypot(half, sourceDetectorMm);
}

/**
 * Attenuation on a grid whose axes are the patient's. Order: z fastest, then y, then x, because
 * a circular orbit gives every voxel of one (x, y) column the same detector column.
 */
export interface AttenuationGrid {
  readonly counts: readonly [nx: number, ny: number, nz: number];
  readonly spacingMm: readonly [number, number, number];
  /** Patient position of the first voxel centre. */
  readonly originMm: LpsPoint;
  /** Linear attenuation, 1/mm. */
  readonly mu: Float32Array;
}

/** Where the voxels of a grid lie, without their values. */
export type GridFrame = Omit<AttenuationGrid, 'mu'>;

/** Voxels of a grid. */
export function voxelsOf({ counts }: GridFrame): number {
  return counts[0] * counts[1] * counts[2];
}

/** Attenuation of water used throughout, 1/mm (about 60 keV effective). */
export const WATER_MU_PER_MM = 0.0206;
