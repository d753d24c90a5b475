import { squaredDistances } from '../../../studies/positioning/structures/distance.ts';
import { CROP } from '../graph-shapes.ts';

/** Distances between the surfaces of two bodies on one grid, mm. */
export interface SurfaceDistance {
  /** Mean over both surfaces of the distance to the other (ASSD). */
  readonly meanMm: number;
  /** 95th percentile of the same (HD95). */
  readonly p95Mm: number;
}

/** Between the outermost voxels of two masks (planes of 96 x 96, i fastest). Null where one is empty. */
export function surfaceDistance(
  a: Uint8Array,
  b: Uint8Array,
  spacingMm: readonly [number, number, number],
): SurfaceDistance | null {
  const [one, other] = [surfaceOf(a), surfaceOf(b)];
  const dims = [CROP, CROP, a.length / (CROP * CROP)] as const;
  const [toOne, toOther] = [one, other].map((mask) => squaredDistances(mask, dims, spacingMm));
  const all: number[] = [];
  for (let n = 0; n < one.length; n++) {
    if (one[n]) all.push(Math.sqrt(toOther![n]!));
    if (other[n]) all.push(Math.sqrt(toOne![n]!));
  }
  if (all.length === 0 || !all.every(Number.isFinite)) return null;
  all.sort((x, y) => x - y);
  return {
    meanMm: all.reduce((sum, value) => sum + value, 0) / all.length,
    p95Mm: all[Math.min(all.length - 1, Math.floor(0.95 * all.length))]!,
  };
}

/** 1 where a voxel of a mask has a neighbour outside it. */
function surfaceOf(mask: Uint8Array): Uint8Array {
  const plane = CROP * CROP;
  const surface = new Uint8Array(mask.length);
  for (let n = 0; n < mask.length; n++) {
    if (!mask[n]) continue;
    const [i, j] = [n % CROP, Math.floor(n / CROP) % CROP];
    const open =
      i === 0 ||
      j === 0 ||
      i === CROP - 1 ||
      j === CROP - 1 ||
      !mask[n - 1] ||
      !mask[n + 1] ||
      !mask[n - CROP] ||
      !mask[n + CROP] ||
      !mask[n - plane] ||
      !mask[n + plane];
    if (open) surface[n] = 1;
  }
  return surface;
}
