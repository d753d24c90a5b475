import { SparrowError } from '../messages/sparrow-error.ts';
import { fieldOfViewMask } from './field-of-view.ts';
import { gridDifference } from './orientation.ts';
import { ssim3d } from './ssim.ts';
import { physicalValues } from './values.ts';
import type { VoxelGrid } from './volume.ts';

export interface CompareOptions {
  /** 'fov': only inside the reconstructed cylinder, 8 border voxels apart. */
  readonly mask?: 'fov' | undefined;
  readonly phaseA?: number;
  readonly phaseB?: number;
}

/** B measured against A, both clipped to the window; differences are B - A. */
export interface VolumeComparison {
  readonly psnrDb: number;
  readonly ssim: number;
  readonly rmseHu: number;
  readonly maeHu: number;
  readonly biasHu: number;
  readonly dataRangeHu: number;
  readonly voxels: number;
}

/** Values outside are clipped before comparing, so that metal and padding do not rule the numbers. */
export const comparisonWindowHu = [-1000, 1000] as const;

/** Keeps PSNR a finite number. */
const leastSquared = 1e-9;

/**
 * Compares two volumes on one grid: A is the reference. PSNR uses the data range 2000 HU (the
 * window's width, stated because PSNR moves with it) and ends at 156 dB for equal volumes; SSIM is
 * `ssim3d`. Nothing is resampled.
 *
 * Throws SparrowError 'volume/grids-differ', 'volume/not-grey', or 'volume/empty-region' when the
 * mask leaves no voxel.
 */
export function compare(
  a: VoxelGrid,
  b: VoxelGrid,
  options: CompareOptions = {},
): VolumeComparison {
  const detail = gridDifference(a.geometry, b.geometry);
  if (detail !== null) throw new SparrowError('volume/grids-differ', { detail });
  const valuesA = clip(physicalValues(a, options.phaseA ?? 0));
  const valuesB = clip(physicalValues(b, options.phaseB ?? 0));
  const mask = options.mask === 'fov' ? fieldOfViewMask(a.geometry) : null;
  let voxels = 0;
  let sum = 0;
  let absolute = 0;
  let squared = 0;
  for (let n = 0; n < valuesA.length; n++) {
    if (mask !== null && mask[n] === 0) continue;
    const difference = valuesB[n]! - valuesA[n]!;
    voxels++;
    sum += difference;
    absolute += Math.abs(difference);
    squared += difference * difference;
  }
  if (voxels === 0) throw new SparrowError('volume/empty-region');
  const range = comparisonWindowHu[1] - comparisonWindowHu[0];
  const meanSquared = squared / voxels;
  return {
    psnrDb: 10 * Math.log10((range * range) / Math.max(meanSquared, leastSquared)),
    ssim: ssim3d(valuesA, valuesB, a.geometry.dims, range, mask),
    rmseHu: Math.sqrt(meanSquared),
    maeHu: absolute / voxels,
    biasHu: sum / voxels,
    dataRangeHu: range,
    voxels,
  };
}

function clip(values: Float32Array): Float32Array {
  const [low, high] = comparisonWindowHu;
  for (let n = 0; n < values.length; n++) {
    const value = values[n]!;
    if (value < low) values[n] = low;
    else if (value > high) values[n] = high;
  }
  return values;
}
