import type { Warning } from '../../messages/sparrow-error.ts';
import type { FrameSource } from './frame-source.ts';
import type { Orbit } from './orbit.ts';
import type { ProjectionOrigin } from './projection-scan.ts';

/** A scan as its format's reader finds it, before any pixel is unpacked. */
export interface RawScan {
  readonly origin: ProjectionOrigin;
  readonly description: string;
  readonly frames: FrameSource;
  readonly orbit: Orbit;
  /** What the pixels are when the format says so; null: to be judged by their type. */
  readonly values: 'line-integrals' | 'intensities' | null;
  /** Multiplies line integrals, for a format with units of its own. */
  readonly scale: number;
  /** Intensity without an object where the format fixes it. */
  readonly unattenuated: number | null;
  /** Readings of the normalisation chamber, one for each view. */
  readonly chamber: readonly number[] | null;
  readonly warnings: readonly Warning[];
}
