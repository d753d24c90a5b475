import { Tensor } from 'onnxruntime-node';
import { addTile, readTile } from '../runtime/tile-voxels.ts';
import type { Tile, TilePlan } from '../runtime/tiles.ts';
import type { Session } from '../runtime/session.ts';
import type { Predict } from './sampler.ts';

export interface TiledPrediction {
  readonly predict: Predict;
  /** Passes of the network that one prediction of the whole volume takes. */
  readonly passes: number;
}

/** At or below this a voxel is air; diseased lung stays above. */
const airHu = -950;
/** A tile with more air than this is left as it is. */
const airShare = 0.98;

/**
 * Predicts a whole volume tile by tile and blends the predictions. Done anew at every step: blending
 * only the last one would feed seams back through the loop.
 *
 * A tile that is nearly all air is not run: its prediction is the input y, not the state x_t, so that
 * no start noise stays behind in the air.
 *
 * @param hu input on the plan's grid; `table` scales it (see scaling.ts).
 * @param pass runs the network once; rejects to stop the whole prediction (cancelled, failed).
 */
export function tiledPrediction(
  plan: TilePlan,
  hu: Int16Array,
  table: Float32Array,
  pass: (inputs: { y_xt: Tensor; t: Tensor }, x0: Tensor) => Promise<void>,
): TiledPrediction {
  const [width, height, depth] = plan.tileDims;
  const voxels = width * height * depth;
  const input = new Float32Array(2 * voxels);
  const [y, xt] = [input.subarray(0, voxels), input.subarray(voxels)];
  const output = new Float32Array(voxels);
  const t = new Float32Array(1);
  const tensors = {
    y_xt: new Tensor('float32', input, [1, 2, depth, height, width]),
    t: new Tensor('float32', t, [1]),
  };
  const x0 = new Tensor('float32', output, [1, 1, depth, height, width]);
  const scaledAir = table[airHu + 32768]!;
  const worked = new Set(
    plan.tiles.filter((tile) => {
      readTile(plan, tile, hu, y, table);
      return shareAtOrBelow(y, scaledAir) <= airShare;
    }),
  );

  const predictTile = async (tile: Tile, x: Float32Array): Promise<Float32Array> => {
    readTile(plan, tile, hu, y, table);
    if (!worked.has(tile)) return y;
    readTile(plan, tile, x, xt);
    await pass(tensors, x0);
    return output;
  };

  return {
    passes: worked.size,
    async predict(x, time, out) {
      t[0] = time;
      out.fill(0);
      for (const tile of plan.tiles) addTile(plan, tile, await predictTile(tile, x), out);
    },
  };
}

function shareAtOrBelow(values: Float32Array, limit: number): number {
  let count = 0;
  for (const value of values) if (value <= limit) count++;
  return count / values.length;
}

/** Names MInDI-3D's network must have; what is missing, or null. */
export function missingFromContract(session: Pick<Session, 'inputs' | 'outputs'>): string | null {
  const missing = [
    ...['y_xt', 't'].filter((name) => !session.inputs.includes(name)),
    ...['x0'].filter((name) => !session.outputs.includes(name)),
  ];
  return missing.length === 0 ? null : missing.join(', ');
}
