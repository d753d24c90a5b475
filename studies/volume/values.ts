import { SparrowError } from '../messages/sparrow-error.ts';
import { voxelCount } from './geometry.ts';
import type { VoxelArray, VoxelGrid } from './volume.ts';

/** Stored samples of one phase, as a view. Throws RangeError for a phase the grid does not have. */
export function phaseVoxels(grid: VoxelGrid, phase = 0): VoxelArray {
  if (!Number.isInteger(phase) || phase < 0 || phase >= grid.phases) {
    throw new RangeError(`phase ${phase} of ${grid.phases}`);
  }
  const size = voxelCount(grid.geometry) * samplesPerVoxel(grid);
  return grid.voxels.subarray(phase * size, (phase + 1) * size);
}

/** 3 for colour, else 1. */
export function samplesPerVoxel(grid: Pick<VoxelGrid, 'voxelType'>): 1 | 3 {
  return grid.voxelType === 'rgb8' ? 3 : 1;
}

/** One phase in physical units (HU or signal). Colour has none: SparrowError 'volume/not-grey'. */
export function physicalValues(grid: VoxelGrid, phase = 0): Float32Array {
  requireGrey(grid);
  const stored = phaseVoxels(grid, phase);
  const { rescaleSlope: slope, rescaleIntercept: intercept } = grid;
  const values = new Float32Array(stored.length);
  for (let n = 0; n < stored.length; n++) values[n] = stored[n]! * slope + intercept;
  return values;
}

export function requireGrey(grid: VoxelGrid): void {
  if (grid.voxelType === 'rgb8') throw new SparrowError('volume/not-grey');
}

/** An empty array of the same sample type. */
export function sameType(like: VoxelArray, length: number): VoxelArray {
  if (like instanceof Int16Array) return new Int16Array(length);
  if (like instanceof Uint16Array) return new Uint16Array(length);
  if (like instanceof Float32Array) return new Float32Array(length);
  return new Uint8Array(length);
}

/** What empty space looks like in physical units: air for CT, no signal elsewhere. */
export function emptyValue(grid: Pick<VoxelGrid, 'unit'>): number {
  return grid.unit === 'HU' ? -1000 : 0;
}
