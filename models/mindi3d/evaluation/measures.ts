import { comparisonWindowHu } from '../../../studies/volume/metrics.ts';
import { ssim3d } from '../../../studies/volume/ssim.ts';
import { tissueBias, type TissueBias } from './tissue-bias.ts';

type Dims = readonly [number, number, number];

/** How one volume differs from the reference inside the measured region. */
export interface Measures {
  readonly psnrDb: number;
  readonly ssim: number;
  readonly maeHu: number;
  /** Mean gradient magnitude relative to the reference's: 1 is as sharp. */
  readonly grad: number;
  readonly bias: TissueBias;
}

const rangeHu = comparisonWindowHu[1] - comparisonWindowHu[0];

/** All measures of mindi3d.md, section 6.6; window -1000 to 1000 HU, data range 2000 HU, MAE unwindowed. */
export function measures(
  volume: Int16Array,
  reference: Int16Array,
  dims: Dims,
  region: Uint8Array,
): Measures {
  const [a, b] = [windowed(volume), windowed(reference)];
  return {
    psnrDb: psnr(volume, reference, region),
    ssim: ssim3d(b, a, dims, rangeHu, region),
    maeHu: meanAbsolute(volume, reference, region),
    grad: gradient(volume, dims, region) / gradient(reference, dims, region),
    bias: tissueBias(volume, reference, dims, region),
  };
}

export function psnr(volume: Int16Array, reference: Int16Array, region: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let n = 0; n < volume.length; n++) {
    if (region[n] === 0) continue;
    sum += (windowedHu(volume[n]!) - windowedHu(reference[n]!)) ** 2;
    count++;
  }
  return 10 * Math.log10(rangeHu ** 2 / Math.max(sum / count, 1e-9));
}

function windowedHu(hu: number): number {
  const [low, high] = comparisonWindowHu;
  return hu < low ? low : hu > high ? high : hu;
}

function windowed(hu: Int16Array): Float32Array {
  return Float32Array.from(hu, windowedHu);
}

function meanAbsolute(volume: Int16Array, reference: Int16Array, region: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let n = 0; n < volume.length; n++) {
    if (region[n] === 0) continue;
    sum += Math.abs(volume[n]! - reference[n]!);
    count++;
  }
  return sum / count;
}

/** Mean gradient magnitude in HU for each voxel, central differences; the region keeps off the border. */
function gradient(hu: Int16Array, [nx, ny]: Dims, region: Uint8Array): number {
  const plane = nx * ny;
  let [sum, count] = [0, 0];
  for (let n = 0; n < hu.length; n++) {
    if (region[n] === 0) continue;
    const dx = hu[n + 1]! - hu[n - 1]!;
    const dy = hu[n + nx]! - hu[n - nx]!;
    const dz = hu[n + plane]! - hu[n - plane]!;
    sum += 0.5 * Math.sqrt(dx * dx + dy * dy + dz * dz);
    count++;
  }
  return sum / count;
}
