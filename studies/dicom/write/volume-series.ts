import type { VoxelGrid } from '../../volume/volume.ts';
import type { VolumeSeriesMeta, WrittenFile } from './series-meta.ts';

/**
 * A CT image file for each slice k of the grid, slice by slice (one phase). Stored values are the
 * grid's own when they are 16-bit, else HU rounded to int16 with slope 1.
 */
export declare function writeVolumeSeries(
  grid: VoxelGrid,
  meta: VolumeSeriesMeta,
): Generator<WrittenFile>;
