import type { VoxelGrid } from '../../volume/volume.ts';
import type { DataSetToWrite } from './elements.ts';

/** 16-bit pixels that a CT or MR image can hold, with the rescale that turns them into physical values. */
export interface StoredPixels {
  pixels: Int16Array | Uint16Array;
  rescaleSlope: number;
  rescaleIntercept: number;
}

/**
 * The grid's own stored values where they are 16-bit; floats and bytes become int16, floats
 * rounded to whole units (HU) and clipped to the range of int16. One frame: `count` values from `first`.
 * Throws TypeError for colour.
 */
export function storedFrame(grid: VoxelGrid, first: number, count: number): StoredPixels {
  if (grid.voxelType === 'rgb8') throw new TypeError('a colour grid is not a CT or MR image');
  const { voxels, rescaleSlope, rescaleIntercept } = grid;
  const frame = voxels.subarray(first, first + count);
  if (frame instanceof Int16Array || frame instanceof Uint16Array) {
    return { pixels: frame, rescaleSlope, rescaleIntercept };
  }
  const pixels = Int16Array.from(frame, (stored) => {
    const physical = Math.round(stored * rescaleSlope + rescaleIntercept);
    return Math.min(32_767, Math.max(-32_768, physical));
  });
  return { pixels, rescaleSlope: 1, rescaleIntercept: 0 };
}

/** Image pixel module of one 16-bit grey frame (PS3.3 C.7.6.3). */
export function pixelModule(
  { pixels }: StoredPixels,
  rows: number,
  columns: number,
): DataSetToWrite {
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: pixels instanceof Int16Array ? 1 : 0,
    BurnedInAnnotation: 'NO',
    // All supported machines are little-endian, as the file is.
    PixelData: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength),
  };
}
