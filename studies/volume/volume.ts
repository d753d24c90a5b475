import type { VolumeGeometry } from './geometry.ts';

/** How one stored sample is laid out; multi-byte samples are little-endian. */
export type VoxelType = 'uint8' | 'int16' | 'uint16' | 'float32' | 'rgb8';

export type VoxelArray = Uint8Array | Int16Array | Uint16Array | Float32Array;

/** What the physical value means: Hounsfield units, scanner signal, or nothing known. */
export type ValueUnit = 'HU' | 'signal' | 'none';

export const bytesPerVoxel: Record<VoxelType, number> = {
  uint8: 1,
  int16: 2,
  uint16: 2,
  float32: 4,
  rgb8: 3,
};

/**
 * Voxels with their place. Order: i fastest, then j, then k, then phase.
 * Physical value = stored * rescaleSlope + rescaleIntercept, in `unit`.
 */
export interface VoxelGrid {
  readonly geometry: VolumeGeometry;
  readonly phases: number;
  readonly voxelType: VoxelType;
  readonly voxels: VoxelArray;
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
  readonly unit: ValueUnit;
}

/** View bytes (4-byte aligned buffers only) as the typed array of a voxel type. */
export function voxelArray(
  type: VoxelType,
  bytes: ArrayBuffer,
  offset = 0,
  length?: number,
): VoxelArray {
  switch (type) {
    case 'int16':
      return new Int16Array(bytes, offset, length);
    case 'uint16':
      return new Uint16Array(bytes, offset, length);
    case 'float32':
      return new Float32Array(bytes, offset, length);
    default:
      return new Uint8Array(bytes, offset, length);
  }
}

/** The bytes of a typed array, not copied. */
export function bytesOf(voxels: VoxelArray): Uint8Array {
  return new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength);
}
