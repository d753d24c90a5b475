import { squaredDistances } from './distance.ts';
import type { StructureMask } from './mask.ts';
import { grown, type VoxelBox } from './voxel-box.ts';

/**
 * Grows a mask by the same distance in all directions: every voxel whose centre is within `mm` of
 * the centre of a voxel inside, as far as the volume goes.
 */
export function marginMask(mask: StructureMask, mm: number): StructureMask {
  const { geometry } = mask;
  const { spacingMm } = geometry;
  const by = (c: 0 | 1 | 2) => Math.floor(mm / spacingMm[c] + 1e-6);
  const box = grown(mask.box, geometry.dims, [by(0), by(1), by(2)]);
  const squares = squaredDistances(inBox(mask, box), box.dims, spacingMm);
  const limit = mm * mm * (1 + 1e-6);
  return { geometry, box, voxels: Uint8Array.from(squares, (square) => (square <= limit ? 1 : 0)) };
}

/** The mask's voxels in a box that holds its own. */
export function inBox(mask: StructureMask, box: VoxelBox): Uint8Array {
  const voxels = new Uint8Array(box.dims[0] * box.dims[1] * box.dims[2]);
  const [wide, high, deep] = mask.box.dims;
  const [di, dj, dk] = [0, 1, 2].map((c) => mask.box.from[c]! - box.from[c]!) as [
    number,
    number,
    number,
  ];
  for (let k = 0; k < deep; k++) {
    for (let j = 0; j < high; j++) {
      const at = (k * high + j) * wide;
      const to = di + box.dims[0] * (j + dj + box.dims[1] * (k + dk));
      voxels.set(mask.voxels.subarray(at, at + wide), to);
    }
  }
  return voxels;
}
