import type { AttenuationGrid } from './circular-geometry.ts';

/** Inner iterations of each step; the Python twin uses the same number. */
export const DUAL_ITERATIONS = 12;
const DUAL_STEP = 0.16;

/**
 * argmin_u 0.5 |u - grid|^2 + weight TV(u) by Chambolle's dual projection (J Math Imaging Vis 20:89,
 * 2004); isotropic differences in voxels, zero across the border.
 *
 * @param weight in the grid's own unit, 1/mm; above zero
 */
export function totalVariationStep(grid: AttenuationGrid, weight: number): Float32Array {
  const [nx, ny, nz] = grid.counts;
  const { mu } = grid;
  const strideX = ny * nz;
  const px = new Float32Array(mu.length);
  const py = new Float32Array(mu.length);
  const pz = new Float32Array(mu.length);
  const divergence = new Float32Array(mu.length);
  const g = new Float32Array(mu.length);
  for (let iteration = 0; iteration < DUAL_ITERATIONS; iteration++) {
    for (let n = 0; n < mu.length; n++) g[n] = divergence[n]! - mu[n]! / weight;
    for (let x = 0, n = 0; x < nx; x++)
      for (let y = 0; y < ny; y++)
        for (let z = 0; z < nz; z++, n++) {
          const dx = x + 1 < nx ? DUAL_STEP * (g[n + strideX]! - g[n]!) : 0;
          const dy = y + 1 < ny ? DUAL_STEP * (g[n + nz]! - g[n]!) : 0;
          const dz = z + 1 < nz ? DUAL_STEP * (g[n + 1]! - g[n]!) : 0;
          const shrink = 1 / (1 + Math.hypot(dx, dy, dz));
          px[n] = (px[n]! + dx) * shrink;
          py[n] = (py[n]! + dy) * shrink;
          pz[n] = (pz[n]! + dz) * shrink;
        }
    for (let x = 0, n = 0; x < nx; x++)
      for (let y = 0; y < ny; y++)
        for (let z = 0; z < nz; z++, n++) {
          let sum = px[n]! + py[n]! + pz[n]!;
          if (x > 0) sum -= px[n - strideX]!;
          if (y > 0) sum -= py[n - nz]!;
          if (z > 0) sum -= pz[n - 1]!;
          divergence[n] = sum;
        }
  }
  return mu.map((value, n) => value - weight * divergence[n]!);
}
