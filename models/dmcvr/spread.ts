import { chamberClasses } from '../../studies/cardiac/dense/signed-distance.ts';
import type { DensePlan } from '../../studies/cardiac/dense/plan-dense.ts';
import { maskOf } from '../../studies/cardiac/contours/morphology.ts';
import { CROP_PIXEL_MM } from '../../studies/cardiac/planes/crop-grid.ts';
import type { DenseMethod, DenseResult } from '../../studies/library/dense-records.ts';
import { denoiserOf, type DenseRun } from './dense-run.ts';
import { redecoded, type PhaseSlices } from './make-planes.ts';
import { segmentSlices } from './segment-slices.ts';
import { codesOf } from './slice-codes.ts';

/**
 * Spread of repeated decodings of the made planes at one phase: mean standard deviation of their
 * pixels (0..1) and that of the LV cavity they hold, mL. Null: one decoding, or no diffusion, whose
 * answer is always the same. Throws Cancelled.
 */
export async function spreadOf(
  dense: DenseRun,
  { pictures, segmented }: PhaseSlices,
  plan: DensePlan,
  options: { method: DenseMethod; steps: number; seed: number; samples: number },
): Promise<DenseResult['spread']> {
  const { method, steps, samples } = options;
  const denoiser = denoiserOf(method);
  if (samples < 2 || denoiser === null) return null;
  const morphology = segmented.map((slice) => slice.morphology);
  const codes = await codesOf(dense, pictures, morphology, { denoiser, steps });
  const volumes: number[] = [];
  let sum: Float64Array | null = null;
  let squares: Float64Array | null = null;
  for (let sample = 1; sample <= samples; sample++) {
    const made = await redecoded(dense, codes, plan, { ...options, sample });
    const length = made.reduce((all, { length: own }) => all + own, 0);
    sum ??= new Float64Array(length);
    squares ??= new Float64Array(length);
    let at = 0;
    for (const picture of made)
      for (const value of picture) {
        sum[at] = sum[at]! + value;
        squares[at] = squares[at]! + value * value;
        at++;
      }
    const seen = await segmentSlices(dense, made);
    volumes.push(seen.reduce((ml, { labels }) => ml + cavityMl(labels, plan), 0));
  }
  if (sum === null || squares === null || sum.length === 0) return null;
  let total = 0;
  for (let at = 0; at < sum.length; at++)
    total += Math.sqrt(Math.max(0, squares[at]! / samples - (sum[at]! / samples) ** 2));
  const bessel = Math.sqrt(samples / (samples - 1));
  return { samples, pixelSd: (total / sum.length) * bessel, lvMlSd: standardDeviation(volumes) };
}

function cavityMl(labels: Uint8Array, { grid }: DensePlan): number {
  let pixels = 0;
  for (const inside of maskOf(labels, chamberClasses.lvCavity)) pixels += inside;
  return (pixels * CROP_PIXEL_MM ** 2 * grid.spacingMm[2]) / 1000;
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((all, value) => all + value, 0) / values.length;
  const squares = values.reduce((all, value) => all + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
