import type { ResultRecord, StudyRecord, VolumeRecord } from '../library/records.ts';
import type { VolumeComparison } from '../volume/metrics.ts';
import type { VoxelGrid } from '../volume/volume.ts';

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
  readonly software: string;
  readonly created: Date;
}
