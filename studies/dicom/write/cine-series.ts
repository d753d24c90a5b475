import type { VoxelGrid } from '../../volume/volume.ts';
import type { CineSeriesMeta, WrittenFile } from './series-meta.ts';

/**
 * An MR image file for each slice and phase of the grid, with TriggerTime, NominalInterval,
 * HeartRate and CardiacNumberOfImages. Order: slices outermost, phases within.
 */
export declare function writeCineSeries(
  grid: VoxelGrid,
  meta: CineSeriesMeta,
): Generator<WrittenFile>;
