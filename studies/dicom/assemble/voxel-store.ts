import { storedLimits } from '../../volume/resample.ts';
import { bytesPerVoxel, type VoxelArray, type VoxelType } from '../../volume/volume.ts';

/**
 * The growing voxel array. Values that its sample type cannot hold turn it into float32 once, so
 * that nothing is ever clipped silently.
 */
export class VoxelStore {
  voxels: VoxelArray;
  voxelType: VoxelType;

  constructor(type: VoxelType, samples: number) {
    this.voxelType = type;
    this.voxels = newArray(type, samples);
  }

  /** Copies values to a place in the array. */
  set(values: ArrayLike<number>, offset: number): void {
    if (!fits(values, this.voxels)) this.widen();
    this.voxels.set(values, offset);
  }

  fill(value: number, from: number, to: number): void {
    const [low, high] = storedLimits(this.voxels);
    this.voxels.fill(Math.min(high, Math.max(low, value)), from, to);
  }

  private widen(): void {
    this.voxels = Float32Array.from(this.voxels);
    this.voxelType = 'float32';
  }
}

export function newArray(type: VoxelType, samples: number): VoxelArray {
  switch (type) {
    case 'int16':
      return new Int16Array(samples);
    case 'uint16':
      return new Uint16Array(samples);
    case 'float32':
      return new Float32Array(samples);
    default:
      return new Uint8Array(samples);
  }
}

/** Bytes of so many samples; a colour voxel is three of them. */
export function storeBytes(type: VoxelType, samples: number): number {
  return samples * (type === 'rgb8' ? 1 : bytesPerVoxel[type]);
}

function fits(values: ArrayLike<number>, voxels: VoxelArray): boolean {
  if (voxels instanceof Float32Array || values.constructor === voxels.constructor) return true;
  const [low, high] = storedLimits(voxels);
  for (let n = 0; n < values.length; n++) {
    const value = values[n]!;
    if (value < low || value > high || value !== Math.trunc(value)) return false;
  }
  return true;
}
