import { phaseVoxels, requireGrey } from './values.ts';
import type { VoxelGrid } from './volume.ts';

/** Samples looked at: enough for a percentile to half a per cent, quick on any volume. */
const sampleLimit = 200_000;

/**
 * Percentiles (0 to 100) of physical values over an even sample of one phase, linear between
 * ranks; NaN is passed over. Throws SparrowError 'volume/not-grey' for colour.
 */
export function percentiles(grid: VoxelGrid, wanted: readonly number[], phase = 0): number[] {
  const sorted = sortedSample(grid, phase);
  return wanted.map((percent) => rank(sorted, percent));
}

/**
 * A window for a volume whose header gives none. HU: soft tissue (40/400), unless nearly all
 * values lie elsewhere. Others: 1st to 99th percentile of what is above the empty background.
 */
export function suggestWindow(grid: VoxelGrid, phase = 0): { centre: number; width: number } {
  if (grid.unit === 'HU') {
    const [low = 0, high = 0] = percentiles(grid, [2, 98], phase);
    if (high > -160 && low < 240) return { centre: 40, width: 400 };
    return between(low, high);
  }
  const sorted = sortedSample(grid, phase);
  const lowest = sorted[0] ?? 0;
  const signal = sorted.filter((value) => value > lowest);
  return signal.length === 0
    ? { centre: lowest, width: 1 }
    : between(rank(signal, 1), rank(signal, 99));
}

function between(low: number, high: number): { centre: number; width: number } {
  return { centre: (low + high) / 2, width: Math.max(high - low, 1e-6) };
}

function sortedSample(grid: VoxelGrid, phase: number): Float32Array {
  requireGrey(grid);
  const stored = phaseVoxels(grid, phase);
  // A stride that shares no factor with the row length does not sample the same columns only.
  let stride = Math.max(1, Math.floor(stored.length / sampleLimit));
  while (stride > 1 && grid.geometry.dims[0] % stride === 0) stride--;
  const sample = new Float32Array(Math.ceil(stored.length / stride));
  let count = 0;
  for (let n = 0; n < stored.length; n += stride) {
    const value = stored[n]! * grid.rescaleSlope + grid.rescaleIntercept;
    if (!Number.isNaN(value)) sample[count++] = value;
  }
  return sample.subarray(0, count).sort();
}

function rank(sorted: Float32Array, percent: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = ((sorted.length - 1) * Math.min(100, Math.max(0, percent))) / 100;
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}
