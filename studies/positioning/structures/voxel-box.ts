import { patientToVoxel, type VolumeGeometry, type VoxelIndex } from '../../volume/geometry.ts';
import { toPatient, type ContourStack } from './stack.ts';

/** A part of a volume's grid: voxels from `from` on, `dims` of them. */
export interface VoxelBox {
  readonly from: VoxelIndex;
  readonly dims: readonly [number, number, number];
}

/** The voxels between two (fractional) indices that the grid has; null for none. */
export function boxBetween(
  dims: VolumeGeometry['dims'],
  low: VoxelIndex,
  high: VoxelIndex,
): VoxelBox | null {
  const from = low.map((value) => Math.max(0, Math.floor(value)));
  const to = high.map((value, c) => Math.min(dims[c]! - 1, Math.ceil(value)));
  const size = to.map((value, c) => value - from[c]! + 1);
  if (size.some((count) => !(count > 0))) return null;
  return {
    from: [from[0]!, from[1]!, from[2]!],
    dims: [size[0]!, size[1]!, size[2]!],
  };
}

/** Grows a box by so many voxels on each side, as far as the grid goes. */
export function grown(box: VoxelBox, dims: VolumeGeometry['dims'], by: VoxelIndex): VoxelBox {
  const last = (c: 0 | 1 | 2) => box.from[c] + box.dims[c] - 1;
  const low = (c: 0 | 1 | 2) => box.from[c] - by[c];
  return boxBetween(
    dims,
    [low(0), low(1), low(2)],
    [last(0) + by[0], last(1) + by[1], last(2) + by[2]],
  )!;
}

/** The voxels of a grid that a structure may cover; null where it lies outside. */
export function boxOfStack(stack: ContourStack, geometry: VolumeGeometry): VoxelBox | null {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const { offsetMm, polygons } of stack.planes) {
    for (const polygon of polygons) {
      for (let n = 0; n < polygon.length; n += 2) {
        for (const end of [-0.5, 0.5]) {
          const w = offsetMm + end * stack.spacingMm;
          const at = patientToVoxel(geometry, toPatient(stack, [polygon[n]!, polygon[n + 1]!, w]));
          for (const c of [0, 1, 2] as const) {
            low[c] = Math.min(low[c], at[c]);
            high[c] = Math.max(high[c], at[c]);
          }
        }
      }
    }
  }
  return boxBetween(geometry.dims, low, high);
}
