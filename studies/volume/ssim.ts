/** Gaussian window: standard deviation in voxels, cut at three of them. */
const sigma = 1.5;
const radius = Math.floor(3 * sigma + 0.5);
const taps = gaussian();

/**
 * Structural similarity in three dimensions (Wang et al. 2004): Gaussian window of sigma 1.5 voxels
 * cut at radius 5, K1 = 0.01, K2 = 0.03, edges reflected; the mean over voxels of `mask` (all
 * without one). Values are the caller's, already clipped. Returns NaN when no voxel qualifies.
 *
 * The window is separable, and only as many slices as it spans are held, so that memory does not
 * grow with the volume.
 */
export function ssim3d(
  a: Float32Array,
  b: Float32Array,
  dims: readonly [number, number, number],
  dataRange: number,
  mask: Uint8Array | null = null,
): number {
  const [nx, ny, nz] = dims;
  const size = nx * ny;
  const span = 2 * radius + 1;
  const ring = Array.from({ length: span }, () => newFields(size));
  const line = new Float32Array(nx + 2 * radius);
  const scratch = new Float32Array(size);
  const smooth = newFields(size);
  const c1 = (0.01 * dataRange) ** 2;
  const c2 = (0.03 * dataRange) ** 2;
  let filtered = 0;
  let total = 0;
  let voxels = 0;
  for (let k = 0; k < nz; k++) {
    for (; filtered < Math.min(nz, k + radius + 1); filtered++) {
      const fields = ring[filtered % span]!;
      sliceFields(a, b, filtered * size, fields);
      for (const field of fields) smoothSlice(field, scratch, line, nx, ny);
    }
    const covered = mask === null ? null : mask.subarray(k * size, (k + 1) * size);
    if (covered !== null && !covered.includes(1)) continue;
    for (let f = 0; f < smooth.length; f++) {
      const sum = smooth[f]!.fill(0);
      for (let d = -radius; d <= radius; d++) {
        addScaled(sum, ring[reflected(k + d, nz) % span]![f]!, taps[d + radius]!);
      }
    }
    const [ma, mb, squares, product] = smooth;
    for (let n = 0; n < size; n++) {
      if (covered !== null && covered[n] === 0) continue;
      const x = ma[n]!;
      const y = mb[n]!;
      const means = x * x + y * y;
      total +=
        ((2 * x * y + c1) * (2 * (product[n]! - x * y) + c2)) /
        ((means + c1) * (squares[n]! - means + c2));
      voxels++;
    }
  }
  return total / voxels;
}

function gaussian(): Float64Array {
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, n) =>
    Math.exp(-0.5 * ((n - radius) / sigma) ** 2),
  );
  const sum = weights.reduce((s, w) => s + w, 0);
  return weights.map((w) => w / sum);
}

/** a, b, a*a + b*b and a*b: all that the index needs. */
type Fields = [Float32Array, Float32Array, Float32Array, Float32Array];

function newFields(size: number): Fields {
  const field = () => new Float32Array(size);
  return [field(), field(), field(), field()];
}

function sliceFields(a: Float32Array, b: Float32Array, offset: number, fields: Fields): void {
  const [fa, fb, squares, product] = fields;
  for (let n = 0; n < fa.length; n++) {
    const x = a[offset + n]!;
    const y = b[offset + n]!;
    fa[n] = x;
    fb[n] = y;
    squares[n] = x * x + y * y;
    product[n] = x * y;
  }
}

/** In place, along rows and then along columns. */
function smoothSlice(
  field: Float32Array,
  scratch: Float32Array,
  line: Float32Array,
  nx: number,
  ny: number,
): void {
  for (let j = 0; j < ny; j++) {
    const row = j * nx;
    for (let i = 0; i < line.length; i++) line[i] = field[row + reflected(i - radius, nx)]!;
    for (let i = 0; i < nx; i++) {
      let sum = taps[radius]! * line[i + radius]!;
      for (let d = 1; d <= radius; d++) {
        sum += taps[radius + d]! * (line[i + radius + d]! + line[i + radius - d]!);
      }
      scratch[row + i] = sum;
    }
  }
  field.fill(0);
  for (let j = 0; j < ny; j++) {
    const target = field.subarray(j * nx, (j + 1) * nx);
    for (let d = -radius; d <= radius; d++) {
      const from = reflected(j + d, ny) * nx;
      addScaled(target, scratch.subarray(from, from + nx), taps[d + radius]!);
    }
  }
}

function addScaled(sum: Float32Array, values: Float32Array, weight: number): void {
  for (let n = 0; n < sum.length; n++) sum[n]! += weight * values[n]!;
}

/** Index mirrored at the edges, the edge sample counted twice: (c b a | a b c | c b a). */
function reflected(n: number, count: number): number {
  const period = 2 * count;
  const m = ((n % period) + period) % period;
  return m < count ? m : period - 1 - m;
}
