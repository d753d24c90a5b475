import { batches, joined, parted, toSigned, toUnit, type DenseRun } from './dense-run.ts';
import { decode, invert, type PredictNoise } from './sampler.ts';
import { asLoud, mixNoise, slerp, type NoiseMix } from './slerp.ts';
import { toDepth, toSpace } from './space-to-depth.ts';

/** The three codes of a slice: global, morphology, and the noise that decodes to it. */
export interface SliceCodes {
  readonly z: Float32Array;
  readonly morphology: Float32Array;
  /** x_T, [4][48][48]. */
  readonly noise: Float32Array;
}

export type Denoiser = 'denoise' | 'denoise-middle';

/** Switches of the ablations: codes are put to nothing. */
export interface CodeSwitches {
  readonly noZ?: boolean;
  readonly noMorphology?: boolean;
}

/**
 * Codes of slices: z by the semantic encoder, x_T by inversion under the slice's own z and m.
 * Throws Cancelled.
 * @param pictures 96 x 96 each, 0 to 1
 */
export async function codesOf(
  dense: DenseRun,
  pictures: readonly Float32Array[],
  morphology: readonly Float32Array[],
  { denoiser, steps, ...off }: { denoiser: Denoiser; steps: number } & CodeSwitches,
): Promise<SliceCodes[]> {
  const all: SliceCodes[] = [];
  const slices = pictures.map((picture, n) => ({ picture, morphology: morphology[n]! }));
  for (const batch of batches(slices)) {
    const clean = toDepth(joined(batch.map(({ picture }) => toSigned(picture))));
    const made = await dense.run('semantic', { image: clean }, batch.length);
    dense.onWork(batch.length);
    const z = off.noZ ? made['z']!.map(() => 0) : made['z']!;
    const m = joined(
      batch.map(({ morphology: own }) => (off.noMorphology ? own.map(() => 0) : own)),
    );
    const noise = await invert(
      predictor(dense, denoiser, z, m),
      clean,
      batch.length,
      steps,
      hooks(dense, batch.length),
    );
    const parts = [z, m, noise].map((array) => parted(array, batch.length));
    batch.forEach((_, n) =>
      all.push({ z: parts[0]![n]!, morphology: parts[1]![n]!, noise: parts[2]![n]! }),
    );
  }
  return all;
}

/** A slice between two others. */
export interface Between {
  readonly below: number;
  readonly above: number;
  readonly share: number;
}

/**
 * Decodes slices between others: z and m mixed linearly, x_T as asked for. Throws Cancelled.
 * @param turned a noise to turn every x_T towards a little, for the spread of repeated decodings
 * @returns 96 x 96 each, 0 to 1
 */
export async function decodeBetween(
  dense: DenseRun,
  codes: readonly SliceCodes[],
  wanted: readonly Between[],
  options: {
    denoiser: Denoiser;
    steps: number;
    mix?: NoiseMix;
    turned?: (place: number) => Float32Array;
  },
): Promise<Float32Array[]> {
  const { denoiser, steps, mix = 'slerp', turned } = options;
  const pictures: Float32Array[] = [];
  for (const batch of batches(wanted.map((place, n) => ({ ...place, n })))) {
    const mixed = batch.map(({ below, above, share, n }) => {
      const [low, high] = [codes[below]!, codes[above]!];
      const noise = mixNoise(low.noise, high.noise, share, mix);
      return {
        z: linear(low.z, high.z, share),
        morphology: linear(low.morphology, high.morphology, share),
        noise: turned ? slerp(noise, asLoud(turned(n), noise), turnShare) : noise,
      };
    });
    const z = joined(mixed.map((codesThere) => codesThere.z));
    const m = joined(mixed.map((codesThere) => codesThere.morphology));
    const deep = await decode(
      predictor(dense, denoiser, z, m),
      joined(mixed.map(({ noise }) => noise)),
      batch.length,
      steps,
      hooks(dense, batch.length),
    );
    pictures.push(...parted(toSpace(deep), batch.length).map(toUnit));
  }
  return pictures;
}

/** How far the noise of a repeated decoding turns towards a fresh one: CONTRACT.md. */
const turnShare = 0.15;

function predictor(
  { run }: DenseRun,
  denoiser: Denoiser,
  z: Float32Array,
  morphology: Float32Array,
): PredictNoise {
  return async (x, t, batch) => {
    const times = new Float32Array(batch).fill(t);
    return (await run(denoiser, { x, t: times, z, morphology }, batch))['noise']!;
  };
}

const hooks = ({ cancelled, onWork }: DenseRun, batch: number) => ({
  cancelled,
  onPass: () => onWork(batch),
});

const linear = (a: Float32Array, b: Float32Array, share: number) =>
  a.map((value, n) => value + share * (b[n]! - value));
