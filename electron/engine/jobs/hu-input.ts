import { phaseVoxels } from '../../../studies/volume/values.ts';
import type { VoxelArray, VoxelGrid } from '../../../studies/volume/volume.ts';
import type { HuCensus } from '../../../models/mindi3d/scope.ts';
import { breathe } from './pace.ts';
import { sha256Hex } from './sliced-hash.ts';

export interface HuInput {
  hu: Int16Array;
  /** Of the HU voxels, little-endian int16, i fastest. */
  sha256: string;
  census: HuCensus;
}

const sliceVoxels = 256 * 1024;

/**
 * What a model is given: the first phase in whole Hounsfield units, clamped to 16 bit, with their
 * hash and a count of what they hold.
 */
export async function huInput(grid: VoxelGrid): Promise<HuInput> {
  const stored = phaseVoxels(grid, 0);
  const hu = new Int16Array(stored.length);
  const census = { voxels: stored.length, max: -32768, metal: 0, air: 0, tissue: 0, strange: 0 };
  for (let from = 0; from < stored.length; from += sliceVoxels) {
    convert(grid, stored, hu, from, census);
    await breathe();
  }
  return { hu, sha256: await sha256Hex(hu), census };
}

/** One slice of voxels. The count is kept in locals: the loop runs over tens of millions. */
function convert(
  { rescaleSlope, rescaleIntercept }: VoxelGrid,
  stored: VoxelArray,
  hu: Int16Array,
  from: number,
  census: HuCensus,
): void {
  let { max, metal, air, tissue, strange } = census;
  const to = Math.min(stored.length, from + sliceVoxels);
  for (let n = from; n < to; n++) {
    const exact = stored[n]! * rescaleSlope + rescaleIntercept;
    const value = exact > -32768 ? (exact < 32767 ? Math.round(exact) : 32767) : -32768;
    hu[n] = value;
    if (value > max) max = value;
    if (value > 2500) metal++;
    if (value < -1200 || value > 8000) strange++;
    else if (value < -700) air++;
    else if (value > -250 && value < 300) tissue++;
  }
  Object.assign(census, { max, metal, air, tissue, strange });
}
