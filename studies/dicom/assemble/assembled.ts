import type { Warning } from '../../messages/sparrow-error.ts';
import type { VolumeKind } from '../../library/records.ts';
import type { VolumeGeometry } from '../../volume/geometry.ts';
import type { ValueUnit } from '../../volume/volume.ts';
import type { InstanceHeader } from '../types.ts';

/** One file's header under the caller's own handle (a path, a hash, a row id). */
export interface AssembleInput {
  readonly id: string;
  readonly header: InstanceHeader;
}

/** One frame of one file. */
export interface FrameRef {
  readonly id: string;
  readonly frame: number;
}

export interface GreyWindow {
  readonly centre: number;
  readonly width: number;
}

/**
 * How source slices become target slices. `direct`: one to one. `resample`: linear interpolation
 * on a regular grid, because the scanner's slices are unevenly spaced or do not lie straight above
 * each other (gantry tilt).
 */
export type FillPlan = { readonly kind: 'direct' } | ResamplePlan;

export interface ResamplePlan {
  readonly kind: 'resample';
  /**
   * Per target slice: value = (1 - weight) * source[lower] + weight * source[upper]. Null leaves
   * the slice blank: nothing was measured there.
   */
  readonly slices: readonly (SliceBlend | null)[];
  /**
   * Per source slice: place of its first pixel on the target grid, in pixels along i and j. Target
   * pixel (i, j) reads source pixel (i - x, j - y), bilinearly.
   */
  readonly offsetsPx: readonly (readonly [x: number, y: number])[];
  readonly sourceColumns: number;
  readonly sourceRows: number;
}

export interface SliceBlend {
  readonly lower: number;
  readonly upper: number;
  readonly weight: number;
}

/** A volume, a cine stack or a picture, before any pixel is read. */
export interface AssembledVolume {
  readonly studyUid: string;
  /** First the home series; more where each slice of a stack is its own series. */
  readonly seriesUids: readonly string[];
  readonly kind: VolumeKind;
  readonly modality: string;
  readonly description: string;
  /** Grid of the finished volume, right-handed. */
  readonly geometry: VolumeGeometry;
  readonly phases: number;
  readonly phaseTimesMs: readonly number[] | null;
  readonly rrIntervalMs: number | null;
  readonly calibrated: boolean;
  readonly unit: ValueUnit;
  /** The header's window, in the units of the finished volume; null where it gives none. */
  readonly window: GreyWindow | null;
  /** [phase][source slice], ordered along the normal; null where a slice is missing. */
  readonly frames: readonly (readonly (FrameRef | null)[])[];
  readonly plan: FillPlan;
  readonly warnings: readonly Warning[];
  readonly lossy: boolean;
  readonly views: number | null;
  readonly frameOfReferenceUid: string | null;
  /** DerivationDescription of the first instance: our own results coming back. */
  readonly derivation: string | null;
}
