import type { GridSize } from './working-grid.ts';

/**
 * Mean gradient magnitude over the voxels inside the field of view, HU for a voxel (central
 * differences). Says how crisp a picture is, not how true: noise and streaks count too.
 *
 * @param outside columns to leave out, from `outsideFieldOfView`
 */
export function meanGradient(
  hu: Int16Array,
  [columns, rows, slices]: GridSize,
  outside: Uint8Array | null,
): number {
  const plane = columns * rows;
  let sum = 0;
  let voxels = 0;
  for (let k = 1; k + 1 < slices; k++) {
    for (let j = 1; j + 1 < rows; j++) {
      for (let i = 1; i + 1 < columns; i++) {
        const p = j * columns + i;
        if (outside !== null && touches(outside, p, columns)) continue;
        const n = k * plane + p;
        const dx = hu[n + 1]! - hu[n - 1]!;
        const dy = hu[n + columns]! - hu[n - columns]!;
        const dz = hu[n + plane]! - hu[n - plane]!;
        sum += Math.sqrt(dx * dx + dy * dy + dz * dz) / 2;
        voxels++;
      }
    }
  }
  return voxels === 0 ? 0 : sum / voxels;
}

function touches(outside: Uint8Array, p: number, columns: number): boolean {
  return (
    outside[p]! +
      outside[p - 1]! +
      outside[p + 1]! +
      outside[p - columns]! +
      outside[p + columns]! >
    0
  );
}
