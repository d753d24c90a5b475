import type { LpsPoint, Vector3 } from '../../volume/geometry.ts';
import { patchOf, type CineSlice, type PatchGrid } from './cine-slice.ts';
import { plus, quantile } from './vectors.ts';

const stepMm = 4;
const blurMm = 9;

/** Where parallel slices beat most. */
export interface BeatingRegion {
  readonly centreMm: LpsPoint;
  /** Area of the compact region, mean over the slices, square millimetres. */
  readonly areaMm2: number;
}

/**
 * The middle of the largest compact beating region of parallel slices: motion smoothed over 9 mm and
 * summed over the slices, the heart being nearer the middle of the picture than vessels and the chest
 * wall. Null where nothing moves.
 */
export function beatingRegion(
  slices: readonly CineSlice[],
  across: Vector3,
  down: Vector3,
): BeatingRegion | null {
  const middle = slices[Math.floor(slices.length / 2)]!;
  const { dims, spacingMm } = middle.candidate;
  const field = Math.max(dims[0] * spacingMm[0], dims[1] * spacingMm[1]);
  const size = 2 * Math.ceil(field / 2 / stepMm) + 1;
  const grid: PatchGrid = { centreMm: middle.centreMm, across, down, stepMm, size };
  const sum = new Float32Array(size * size);
  for (const slice of slices) {
    const patch = patchOf(slice, slice.maps.motion, grid);
    const most = quantile(slice.maps.motion, 0.995);
    if (!(most > 0)) continue;
    for (let n = 0; n < sum.length; n++) {
      const value = patch[n]! / most;
      if (value > 0) sum[n]! += Math.min(1, value) ** 2;
    }
  }
  const smooth = blurred(sum, size, blurMm / stepMm);
  const spread = 0.28 * size;
  for (let n = 0; n < smooth.length; n++) {
    const [x, y] = offset(n, size);
    smooth[n]! *= Math.exp(-(x * x + y * y) / (2 * spread * spread));
  }
  const region = aroundPeak(smooth, size, 0.45);
  if (region.length === 0) return null;
  let [x, y, weight] = [0, 0, 0];
  for (const n of region) {
    const [dx, dy] = offset(n, size);
    x += smooth[n]! * dx;
    y += smooth[n]! * dy;
    weight += smooth[n]!;
  }
  return {
    centreMm: plus(
      plus(middle.centreMm, across, (stepMm * x) / weight),
      down,
      (stepMm * y) / weight,
    ),
    areaMm2: region.length * stepMm * stepMm,
  };
}

function offset(n: number, size: number): readonly [number, number] {
  return [(n % size) - (size - 1) / 2, Math.floor(n / size) - (size - 1) / 2];
}

/** Gaussian blur of a square image; sigma in pixels. */
export function blurred(image: Float32Array, size: number, sigma: number): Float32Array {
  const reach = Math.ceil(2.5 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, n) =>
    Math.exp(-((n - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  const pass = (from: Float32Array, step: number, other: number) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < size; line++)
      for (let at = 0; at < size; at++) {
        let value = 0;
        for (let k = Math.max(-reach, -at); k <= Math.min(reach, size - 1 - at); k++)
          value += weights[k + reach]! * from[line * other + (at + k) * step]!;
        to[line * other + at * step] = value / total;
      }
    return to;
  };
  return pass(pass(image, 1, size), size, 1);
}

/** Pixels joined to the highest one that reach a share of it. */
function aroundPeak(image: Float32Array, size: number, share: number): number[] {
  let peak = 0;
  for (let n = 1; n < image.length; n++) if (image[n]! > image[peak]!) peak = n;
  const limit = share * image[peak]!;
  if (!(limit > 0)) return [];
  const found = [peak];
  const seen = new Set(found);
  for (let at = 0; at < found.length; at++) {
    const n = found[at]!;
    const column = n % size;
    const next = [n - size, n + size];
    if (column > 0) next.push(n - 1);
    if (column < size - 1) next.push(n + 1);
    for (const m of next)
      if (!seen.has(m) && (image[m] ?? 0) >= limit) {
        seen.add(m);
        found.push(m);
      }
  }
  return found;
}
