/** Voxels left out at every border (mindi3d.md, section 6.6). */
export const borderVoxels = 8;

/**
 * The field of view less `border` voxels on every side, slices included: a voxel counts when it is
 * seen by all views and its column lies more than `border` voxels from the nearest column that no
 * slice of is seen (models/training/metrics.py `region`). Columns fastest.
 */
export function measuredRegion(
  seen: Uint8Array,
  [nx, ny, nz]: readonly [number, number, number],
  border = borderVoxels,
): Uint8Array {
  const plane = nx * ny;
  const inner = innerColumns(seen, nx, ny, nz, border);
  const out = new Uint8Array(seen.length);
  for (let k = border; k < nz - border; k++) {
    for (let p = 0; p < plane; p++) out[k * plane + p] = inner[p]! & seen[k * plane + p]!;
  }
  return out;
}

/** Columns of which every column within `border` (and beyond the picture none) has a seen slice. */
function innerColumns(seen: Uint8Array, nx: number, ny: number, nz: number, border: number) {
  const plane = nx * ny;
  const any = new Uint8Array(plane);
  // Without the border slices, as the region has none.
  for (let k = border; k < nz - border; k++) {
    for (let p = 0; p < plane; p++) any[p]! |= seen[k * plane + p]!;
  }
  const inside = (i: number, j: number) =>
    i >= 0 && j >= 0 && i < nx && j < ny && any[j * nx + i] === 1;
  const disc: [number, number][] = [];
  for (let dj = -border; dj <= border; dj++)
    for (let di = -border; di <= border; di++)
      if (di * di + dj * dj <= border * border) disc.push([di, dj]);
  const inner = new Uint8Array(plane);
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++)
      inner[j * nx + i] = disc.every(([di, dj]) => inside(i + di, j + dj)) ? 1 : 0;
  return inner;
}
