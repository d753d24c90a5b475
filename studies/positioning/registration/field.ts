import type { Level } from './levels.ts';

/**
 * Where a scan holds measured values: a circle about the middle of its slices, and the slices that
 * are not blank. Cone-beam scans fill what lies outside their field with one value.
 */
export interface ScanField {
  /** Of the circle about the grid's middle, in the plane of i and j; null where all was measured. */
  readonly radiusMm: number | null;
}

/** Differences smaller than this are rounding, HU. */
const sameHu = 0.5;

/** The circle beyond which every voxel holds the value of the corners, of at most -900 HU. */
export function scanField({ geometry, values }: Level): ScanField {
  const [nx, ny, nz] = geometry.dims;
  const [dx, dy] = geometry.spacingMm;
  const blank = values[0]!;
  const slice = nx * ny;
  let farthest = 0;
  for (let k = 0, n = 0; k < nz; k++) {
    const corner = k * slice;
    for (const at of [0, nx - 1, slice - nx, slice - 1]) {
      if (Math.abs(values[corner + at]! - blank) > sameHu) return { radiusMm: null };
    }
    for (let j = 0; j < ny; j++) {
      const y = (j - (ny - 1) / 2) * dy;
      for (let i = 0; i < nx; i++, n++) {
        if (Math.abs(values[n]! - blank) <= sameHu) continue;
        const x = (i - (nx - 1) / 2) * dx;
        const square = x * x + y * y;
        if (square > farthest) farthest = square;
      }
    }
  }
  return blank > -900 || farthest === 0 ? { radiusMm: null } : { radiusMm: Math.sqrt(farthest) };
}
