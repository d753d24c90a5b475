import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';

/** Sum, part of a sum and its copies in the threads, the result. */
const BYTES_PER_VOXEL = 4 * 4 + 2;
/** Ray weights and voxel sums of ten subsets, and what total variation holds besides. */
const BYTES_PER_VOXEL_ITERATIVE = 4 * (10 + 6);
/** Measured, filtered or computed, and copies on their way to the threads. */
const BYTES_PER_RAY = 4 * 4;
const FIXED_BYTES = 0.3e9;

/** Bytes for each voxel of a scanned CT: as it is, in HU, clipped, blurred. */
export const BYTES_PER_CT_VOXEL = 2 + 3 * 4;

/** Throws `scans/too-big` when a reconstruction would not fit into the memory that is free. */
export function checkScanMemory(
  need: { voxels: number; rays: number; iterative: boolean; otherBytes?: number },
  freeBytes: number = process.availableMemory(),
): void {
  const bytesPerVoxel = BYTES_PER_VOXEL + (need.iterative ? BYTES_PER_VOXEL_ITERATIVE : 0);
  const bytes =
    FIXED_BYTES + (need.otherBytes ?? 0) + need.voxels * bytesPerVoxel + need.rays * BYTES_PER_RAY;
  if (bytes <= freeBytes) return;
  throw new SparrowError('scans/too-big', {
    needGb: (bytes / 1e9).toFixed(1),
    freeGb: (freeBytes / 1e9).toFixed(1),
  });
}
