import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { huPerUnit } from '../scaling.ts';
import type { Network } from './network.ts';

/** Greatest difference to the Python reference on the committed golden volume, scaled units. */
export interface ParityCheck {
  readonly worstScaled: number;
  readonly cases: number;
}

const goldenSchema = z.looseObject({
  dims: z.tuple([z.number(), z.number(), z.number()]),
  spacingMm: z.tuple([z.number(), z.number(), z.number()]),
  cases: z.array(
    z.object({ network: z.string(), sha256: z.string(), steps: z.number(), seed: z.number() }),
  ),
});

const folder = join(import.meta.dirname, '../../../test/golden');

/**
 * Bar 12: the application against models/training/tiled.py on ONNX Runtime's Python interface
 * (test/golden/make-mindi3d-golden.py), both with the card's tiles. Null when the golden numbers are
 * of other weights, or absent.
 */
export async function checkParity(network: Network): Promise<ParityCheck | null> {
  const read = (name: string) => readFile(join(folder, name)).catch(() => null);
  const [text, bytes] = [await read('mindi3d-parity.json'), await read('mindi3d-parity.bin')];
  if (text === null || bytes === null) return null;
  const { dims, spacingMm, cases } = goldenSchema.parse(JSON.parse(text.toString('utf8')));
  const voxels = dims[0] * dims[1] * dims[2];
  const volume = (n: number) =>
    new Int16Array(
      bytes.buffer.slice(
        bytes.byteOffset + 2 * n * voxels,
        bytes.byteOffset + 2 * (n + 1) * voxels,
      ),
    );
  let [worst, count] = [0, 0];
  for (const [n, { sha256, steps, seed }] of cases.entries()) {
    if (sha256 !== network.weights.sha256) continue;
    const got = await network.restoreAlone(volume(0), dims, spacingMm, { steps, seed });
    const expected = volume(n + 1);
    for (let v = 0; v < voxels; v++) worst = Math.max(worst, Math.abs(got[v]! - expected[v]!));
    count++;
  }
  if (count === 0) return null;
  return { worstScaled: worst / huPerUnit(network.weights.card.input), cases: count };
}
