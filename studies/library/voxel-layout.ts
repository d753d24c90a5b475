import { SparrowError } from '../messages/sparrow-error.ts';
import { bytesPerVoxel } from '../volume/volume.ts';
import type { VoxelSelection } from './library.ts';
import type { VolumeRecord } from './records.ts';

type Shape = Pick<VolumeRecord, 'dims' | 'phases' | 'voxelType'>;

/** Consecutive slices, counted through all phases: phase * slices + k. */
export interface SliceRun {
  from: number;
  /** Exclusive. */
  to: number;
}

export function sliceBytes(shape: Shape): number {
  return shape.dims[0] * shape.dims[1] * bytesPerVoxel[shape.voxelType];
}

export function volumeBytes(shape: Shape): number {
  return sliceBytes(shape) * shape.dims[2] * shape.phases;
}

/**
 * The runs of slices that a selection asks for, phase after phase. Throws 'library/out-of-range'
 * for slices or phases that the volume does not have.
 */
export function selectedRuns(shape: Shape, selection: VoxelSelection): SliceRun[] {
  const slices = shape.dims[2];
  const { phase, k0 = 0, k1 = slices } = selection;
  const phaseExists = phase === undefined || (phase >= 0 && phase < shape.phases);
  if (!phaseExists || k0 < 0 || k1 > slices || k0 >= k1) {
    throw new SparrowError('library/out-of-range', { phases: shape.phases, slices });
  }
  if (phase !== undefined) return [{ from: phase * slices + k0, to: phase * slices + k1 }];
  if (k0 === 0 && k1 === slices) return [{ from: 0, to: slices * shape.phases }];
  return Array.from({ length: shape.phases }, (_, p) => ({
    from: p * slices + k0,
    to: p * slices + k1,
  }));
}

export function selectedBytes(shape: Shape, selection: VoxelSelection): number {
  const runs = selectedRuns(shape, selection);
  return runs.reduce((sum, run) => sum + run.to - run.from, 0) * sliceBytes(shape);
}
