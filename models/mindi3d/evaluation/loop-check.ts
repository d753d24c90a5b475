import type { SimulatedVolume } from '../../../studies/tomography/simulation/simulate-scan.ts';
import { NormalNoise } from '../../runtime/noise.ts';
import { sample, type Predict } from '../sampler.ts';
import type { Network } from './network.ts';

export interface LoopCheck {
  /** With an oracle for a network the loop returns the clean volume, whatever K. */
  readonly oracle: boolean;
  /** K = 1 is one pass of the network, bit for bit. */
  readonly onePass: boolean;
  /** The same seed gives the same volume, bit for bit. */
  readonly repeatable: boolean;
}

const stepCounts = [1, 2, 4, 8, 16];
const voxels = 512;

/** Bar 1 of mindi3d.md, section 6.6: the loop itself, and the pipeline run twice on a small volume. */
export async function checkLoop(network: Network, small: SimulatedVolume): Promise<LoopCheck> {
  const noise = new NormalNoise(3);
  const draw = () => Float32Array.from({ length: voxels }, () => noise.normal());
  const clean = draw();
  const runs = await Promise.all(
    stepCounts.map((steps) =>
      loop(draw(), steps, (_x, _t, out) => Promise.resolve(out.set(clean))),
    ),
  );
  const start = draw();
  const half: Predict = (x, t, out) => Promise.resolve(out.set(x.map((value) => value * 0.5 + t)));
  const once = await loop(start.slice(), 1, half);
  const first = await network.restore(small, { steps: 1, seed: 5 });
  const second = await network.restore(small, { steps: 1, seed: 5 });
  return {
    oracle: runs.every((x) => same(x, clean)),
    onePass: same(
      once,
      start.map((value) => value * 0.5 + 1),
    ),
    repeatable: same(first.hu, second.hu),
  };
}

async function loop(x: Float32Array, steps: number, predict: Predict): Promise<Float32Array> {
  const scratch = new Float32Array(x.length);
  const onStep = () => Promise.resolve();
  await sample({ x, scratch, steps, stepsDone: 0, predict, onStep });
  return x;
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, n) => value === b[n]);
}

/** The middle of a scanned volume, without its projections: quick to restore. */
export function middleOf(volume: SimulatedVolume, edge: number): SimulatedVolume {
  const { dims, spacingMm, originMm } = volume.geometry;
  const size = dims.map((n) => Math.min(n, edge)) as [number, number, number];
  const first = dims.map((n, axis) => Math.floor((n - size[axis]!) / 2));
  const hu = new Int16Array(size[0] * size[1] * size[2]);
  for (let k = 0, n = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, n++) {
        const row = (k + first[2]!) * dims[1] + j + first[1]!;
        hu[n] = volume.hu[row * dims[0] + i + first[0]!]!;
      }
  const at = (axis: 0 | 1 | 2) => originMm[axis] + first[axis]! * spacingMm[axis];
  const geometry = { ...volume.geometry, dims: size, originMm: [at(0), at(1), at(2)] as const };
  return { ...volume, geometry, hu };
}

/** A volume of any size made of mirrored copies of another: real texture where none is large enough. */
export function mirrored(
  hu: Int16Array,
  dims: readonly [number, number, number],
  wanted: readonly [number, number, number],
): Int16Array {
  const place = (index: number, length: number) => {
    const at = index % (2 * length);
    return at < length ? at : 2 * length - 1 - at;
  };
  const out = new Int16Array(wanted[0] * wanted[1] * wanted[2]);
  for (let k = 0, n = 0; k < wanted[2]; k++)
    for (let j = 0; j < wanted[1]; j++)
      for (let i = 0; i < wanted[0]; i++, n++) {
        const row = place(k, dims[2]) * dims[1] + place(j, dims[1]);
        out[n] = hu[row * dims[0] + place(i, dims[0])]!;
      }
  return out;
}
