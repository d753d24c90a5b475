/**
 * Structural similarity in three dimensions (Wang et al. 2004) with a uniform 7x7x7 window, sample
 * covariance, K1 = 0.01 and K2 = 0.03: the mean over voxels of `mask` whose window lies inside the
 * volume (all such voxels without a mask). Values are the callers', already clipped.
 *
 * Windowed sums run along i, then j, then k, so the cost does not depend on the window.
 * Returns NaN when no voxel qualifies.
 */
export function ssim3d(
  a: Float32Array,
  b: Float32Array,
  dims: readonly [number, number, number],
  dataRange: number,
  mask: Uint8Array | null = null,
): number {
  const [nx, ny, nz] = dims;
  if (nx < window || ny < window || nz < window) return Number.NaN;
  const slice = nx * ny;
  const ring = Array.from({ length: window }, () => newFields(slice));
  const sums = newFields(slice);
  const scratch = new Float64Array(slice);
  const count = window ** 3;
  const unbias = count / (count - 1);
  const c1 = (0.01 * dataRange) ** 2;
  const c2 = (0.03 * dataRange) ** 2;
  let total = 0;
  let voxels = 0;
  for (let k = 0; k < nz; k++) {
    const fresh = ring[k % window]!;
    if (k >= window) sums.forEach((sum, f) => subtract(sum, fresh[f]!));
    sliceFields(a, b, k * slice, slice, fresh);
    fresh.forEach((field, f) => {
      boxSum2d(field, scratch, nx, ny);
      add(sums[f]!, field);
    });
    if (k < window - 1) continue;
    const centre = (k - half) * slice;
    const [sa, sb, saa, sbb, sab] = sums;
    for (let j = half; j < ny - half; j++) {
      for (let n = j * nx + half; n < j * nx + nx - half; n++) {
        if (mask !== null && mask[centre + n] === 0) continue;
        const ma = sa[n]! / count;
        const mb = sb[n]! / count;
        const va = unbias * (saa[n]! / count - ma * ma);
        const vb = unbias * (sbb[n]! / count - mb * mb);
        const vab = unbias * (sab[n]! / count - ma * mb);
        total +=
          ((2 * ma * mb + c1) * (2 * vab + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
        voxels++;
      }
    }
  }
  return total / voxels;
}

const window = 7;
const half = 3;

/** Sums of a, b, a*a, b*b and a*b. */
type Fields = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

function newFields(size: number): Fields {
  const field = () => new Float64Array(size);
  return [field(), field(), field(), field(), field()];
}

function sliceFields(
  a: Float32Array,
  b: Float32Array,
  offset: number,
  size: number,
  [fa, fb, faa, fbb, fab]: Fields,
): void {
  for (let n = 0; n < size; n++) {
    const x = a[offset + n]!;
    const y = b[offset + n]!;
    fa[n] = x;
    fb[n] = y;
    faa[n] = x * x;
    fbb[n] = y * y;
    fab[n] = x * y;
  }
}

/** In place: each sample becomes the sum of the window round it, where the window fits. */
function boxSum2d(field: Float64Array, scratch: Float64Array, nx: number, ny: number): void {
  for (let j = 0; j < ny; j++) {
    const row = j * nx;
    let sum = 0;
    for (let i = 0; i < window - 1; i++) sum += field[row + i]!;
    for (let i = half; i < nx - half; i++) {
      sum += field[row + i + half]!;
      scratch[row + i] = sum;
      sum -= field[row + i - half]!;
    }
  }
  for (let i = half; i < nx - half; i++) {
    let sum = 0;
    for (let j = 0; j < window - 1; j++) sum += scratch[j * nx + i]!;
    for (let j = half; j < ny - half; j++) {
      sum += scratch[(j + half) * nx + i]!;
      field[j * nx + i] = sum;
      sum -= scratch[(j - half) * nx + i]!;
    }
  }
}

function add(sum: Float64Array, field: Float64Array): void {
  for (let n = 0; n < sum.length; n++) sum[n]! += field[n]!;
}

function subtract(sum: Float64Array, field: Float64Array): void {
  for (let n = 0; n < sum.length; n++) sum[n]! -= field[n]!;
}
