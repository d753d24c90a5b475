import { Tensor } from 'onnxruntime-node';
import { planTiles, type TilePlan } from '../../runtime/tiles.ts';
import { huPerUnit, scaleTable } from '../scaling.ts';
import { tiledPrediction } from '../tiled-prediction.ts';
import type { Network } from './network.ts';

export interface SeamCheck {
  readonly dims: readonly [number, number, number];
  /** Root mean square step of (tiled - whole) from voxel to voxel, HU: across tile borders, and elsewhere. */
  readonly acrossHu: number;
  readonly elsewhereHu: number;
  /** Root mean square of (tiled - whole) itself, HU. */
  readonly differenceHu: number;
}

type Dims = readonly [number, number, number];

/**
 * Bar 11: one prediction of a volume cut into tiles against one of the volume whole. Only steps at the
 * borders of tiles are seams; a difference that runs on smoothly is not. A volume that one tile would
 * cover is cut all the same, into tiles shorter than the application's: the harder test.
 */
export async function checkSeams(network: Network, hu: Int16Array, dims: Dims): Promise<SeamCheck> {
  const { input } = network.weights.card;
  const table = scaleTable(input);
  const x = Float32Array.from(hu, (value) => table[value + 32768]!);
  const predict = async (plan: TilePlan) => {
    const out = new Float32Array(x.length);
    const run = tiledPrediction(plan, hu, table, (inputs, x0) =>
      network.session.run(inputs, { x0 }),
    );
    await run.predict(x, 1, out);
    return out;
  };
  const tile = Math.min(...input.tile, Math.floor(0.65 * Math.max(...dims)));
  const plan = planTiles(dims, { tile, overlap: input.overlap });
  const tiled = await predict(plan);
  const whole = await wholePrediction(network, x, dims);
  const perUnit = huPerUnit(input);
  const difference = tiled.map((value, n) => (value - whole[n]!) * perUnit);
  return { dims, ...steps(difference, dims, plan), differenceHu: rms(difference) };
}

async function wholePrediction(network: Network, x: Float32Array, [nx, ny, nz]: Dims) {
  const both = new Float32Array(2 * x.length);
  both.set(x);
  both.set(x, x.length);
  const out = new Float32Array(x.length);
  await network.session.run(
    {
      y_xt: new Tensor('float32', both, [1, 2, nz, ny, nx]),
      t: new Tensor('float32', Float32Array.of(1), [1]),
    },
    { x0: new Tensor('float32', out, [1, 1, nz, ny, nx]) },
  );
  return out;
}

/** Steps along each axis, apart by whether they cross the first or last plane of a tile. */
function steps(difference: Float32Array, dims: Dims, plan: TilePlan) {
  const sums = { across: 0, acrossCount: 0, elsewhere: 0, elsewhereCount: 0 };
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  const borders = ([0, 1, 2] as const).map((axis) => {
    const tiles = plan.tiles.map((tile) => [tile.i, tile.j, tile.k][axis]!);
    return new Set(tiles.flatMap(({ start, inside }) => [start, start + inside]));
  });
  for (const axis of [0, 1, 2] as const) {
    const stride = strides[axis];
    for (let n = 0; n < difference.length; n++) {
      const index = Math.floor(n / stride) % dims[axis];
      if (index === 0) continue;
      const step = (difference[n]! - difference[n - stride]!) ** 2;
      if (borders[axis]!.has(index)) {
        sums.across += step;
        sums.acrossCount++;
      } else {
        sums.elsewhere += step;
        sums.elsewhereCount++;
      }
    }
  }
  return {
    acrossHu: Math.sqrt(sums.across / Math.max(1, sums.acrossCount)),
    elsewhereHu: Math.sqrt(sums.elsewhere / Math.max(1, sums.elsewhereCount)),
  };
}

function rms(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
