import type { ResultRecord, StudyRecord, VolumeRecord } from '../library/records.ts';
import type { VolumeComparison } from '../volume/metrics.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import type { ReportDense } from './dense-part.ts';
import type { ReportHeart } from './heart-input.ts';

/** A volume with its voxels. */
export interface ReportVolume {
  readonly record: VolumeRecord;
  readonly grid: VoxelGrid;
}

export interface ReportResult {
  readonly record: ResultRecord;
  readonly output: ReportVolume;
  /** Output against input, whole volume. */
  readonly change: VolumeComparison | null;
  /** Null when the output was not compared with projections. */
  readonly evidence: {
    /** Where it departs from the measurement, HU. */
    readonly departure: VoxelGrid;
    /** Gantry angle of each compared view; null when the projections have gone. */
    readonly anglesDeg: readonly number[] | null;
  } | null;
  /** What the model's card says of itself. */
  readonly modelTitle: string;
  readonly modelStatement: string;
  readonly modelLimits: readonly string[];
}

/** Everything a report shows; it looks nothing up. */
export interface ReportInput {
  readonly study: StudyRecord;
  readonly volume: ReportVolume;
  readonly result: ReportResult | null;
  /** The study's heart: without a result its pages take the place of the volume's pictures. */
  readonly heart?: ReportHeart | null;
  /** The study's dense heart, after the heart's own pages. */
  readonly dense?: ReportDense | null;
  readonly software: string;
  readonly created: Date;
}
