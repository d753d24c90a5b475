import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PIXELS } from '../graph-shapes.ts';

/** What models/training/dmcvr/make_slabs.py says of a case. */
const metaSchema = z.object({
  seed: z.number(),
  set: z.enum(['val', 'test', 'shifted', 'heldout']),
  kind: z.string(),
  gapMm: z.number(),
  /** SD of the breath-hold displacement, mm. */
  shiftMm: z.number(),
  slices: z.number().int(),
  /** Depths of the slices along the normal, mm. */
  z: z.array(z.number()),
  middles: z.number().int(),
  middleBelow: z.array(z.number().int()),
  middleShare: z.array(z.number()),
  fine: z.object({ count: z.number().int(), z0: z.number(), stepMm: z.number() }),
  truth: z.record(z.string(), z.number()),
});

/** A sparse stack of a phantom with the slabs between its slices and thin labels; two phases, ED and ES. */
export interface DenseCase {
  readonly meta: z.infer<typeof metaSchema>;
  /** [phase][slice], 96 x 96, 0 to 1. */
  readonly slices: readonly (readonly Float32Array[])[];
  readonly middles: readonly (readonly Float32Array[])[];
  readonly middleLabels: readonly (readonly Uint8Array[])[];
  /** [phase], thin planes one after the other. */
  readonly fineLabels: readonly Uint8Array[];
}

/** Steps of the diffusion in every row of the evaluation, ablations of them apart. */
export const evaluatedSteps = 20;

/** Where the withheld slabs lie. */
export function placesOf({ middleBelow, middleShare }: DenseCase['meta']) {
  return middleBelow.map((below, n) => ({ below, above: below + 1, share: middleShare[n]! }));
}

export interface DenseCaseFile {
  readonly set: string;
  readonly seed: number;
  read(): Promise<DenseCase>;
}

/** The cases of some sets under a folder, by seed; a set that is not there has none. */
export async function denseCases(dir: string, sets: readonly string[]): Promise<DenseCaseFile[]> {
  const files: DenseCaseFile[] = [];
  for (const set of sets) {
    const seeds = await readdir(join(dir, set)).catch(() => []);
    for (const seed of seeds.map(Number).sort((a, b) => a - b))
      files.push({ set, seed, read: () => readCase(join(dir, set, String(seed))) });
  }
  return files;
}

async function readCase(folder: string): Promise<DenseCase> {
  const meta = metaSchema.parse(JSON.parse(await readFile(join(folder, 'meta.json'), 'utf8')));
  const read = async (name: string) => new Uint8Array(await readFile(join(folder, `${name}.u8`)));
  const maps = (bytes: Uint8Array, count: number) =>
    [0, 1].map((phase) =>
      Array.from({ length: count }, (_, n) =>
        bytes.slice((phase * count + n) * PIXELS, (phase * count + n + 1) * PIXELS),
      ),
    );
  const pictures = (bytes: Uint8Array, count: number) =>
    maps(bytes, count).map((phase) => phase.map((map) => Float32Array.from(map, (v) => v / 255)));
  const fine = await read('fine-labels');
  return {
    meta,
    slices: pictures(await read('slices'), meta.slices),
    middles: pictures(await read('middles'), meta.middles),
    middleLabels: maps(await read('middle-labels'), meta.middles),
    fineLabels: [0, 1].map((phase) =>
      fine.subarray((phase * fine.length) / 2, ((phase + 1) * fine.length) / 2),
    ),
  };
}
