import { requireGrey } from '../volume/values.ts';
import type { VoxelGrid } from '../volume/volume.ts';

const elementTypes = {
  uint8: 'MET_UCHAR',
  int16: 'MET_SHORT',
  uint16: 'MET_USHORT',
  float32: 'MET_FLOAT',
} as const;

/**
 * A MetaImage (.mha) of the grid, unpacked, LPS. The format has no rescale, so scaled grids are
 * written as physical float32 values. Throws SparrowError 'volume/not-grey' for colour.
 */
export function metaImageBytes(grid: VoxelGrid): Uint8Array<ArrayBuffer> {
  requireGrey(grid);
  const { dims, spacingMm, originMm, axes } = grid.geometry;
  const four = grid.phases > 1;
  const scaled = grid.rescaleSlope !== 1 || grid.rescaleIntercept !== 0;
  const voxels = scaled
    ? Float32Array.from(grid.voxels, (v) => v * grid.rescaleSlope + grid.rescaleIntercept)
    : grid.voxels;
  const type = elementTypes[scaled ? 'float32' : (grid.voxelType as keyof typeof elementTypes)];
  const rows = axes.map((axis) => [...axis, ...(four ? [0] : [])]);
  const header = [
    'ObjectType = Image',
    `NDims = ${four ? 4 : 3}`,
    'BinaryData = True',
    'BinaryDataByteOrderMSB = False',
    'CompressedData = False',
    `TransformMatrix = ${[...rows, ...(four ? [[0, 0, 0, 1]] : [])].flat().join(' ')}`,
    `Offset = ${[...originMm, ...(four ? [0] : [])].join(' ')}`,
    `CenterOfRotation = ${four ? '0 0 0 0' : '0 0 0'}`,
    `ElementSpacing = ${[...spacingMm, ...(four ? [1] : [])].join(' ')}`,
    `DimSize = ${[...dims, ...(four ? [grid.phases] : [])].join(' ')}`,
    `ElementType = ${type}`,
    'ElementDataFile = LOCAL',
    '',
  ].join('\n');
  const head = new TextEncoder().encode(header);
  const bytes = new Uint8Array(head.length + voxels.byteLength);
  bytes.set(head);
  bytes.set(new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength), head.length);
  return bytes;
}
