import { setImmediate as turn } from 'node:timers/promises';
import { imageBetween } from '../../studies/cardiac/dense/interpolate-images.ts';
import { stackLabels } from '../../studies/cardiac/dense/interpolate-labels.ts';
import { keepOneBody } from '../../studies/cardiac/dense/one-body.ts';
import type { DensePlan } from '../../studies/cardiac/dense/plan-dense.ts';
import type { DenseMethod, DensePlane } from '../../studies/library/dense-records.ts';
import { Cancelled } from '../runtime/cancellation.ts';
import { NormalNoise } from '../runtime/noise.ts';
import { contoursBetween } from './contour-labels.ts';
import {
  batches,
  denoiserOf,
  joined,
  parted,
  toSigned,
  toUnit,
  type DenseRun,
} from './dense-run.ts';
import { CROP, PIXELS } from './graph-shapes.ts';
import { likeliest, segmentSlices, type SegmentedSlice } from './segment-slices.ts';
import { codesOf, decodeBetween, type Between, type SliceCodes } from './slice-codes.ts';

/** The slices of one phase, base to apex. */
export interface PhaseSlices {
  /** 96 x 96 each, 0 to 1. */
  readonly pictures: readonly Float32Array[];
  readonly segmented: readonly SegmentedSlice[];
  /** The slices at the phase that differs most, for labels drawn by contour(); null: each method's own. */
  readonly against: readonly Float32Array[] | null;
}

export interface MadePhase {
  /** 96 x 96 for every plane of the plan, 0 to 1; those of measured planes are the slices' own. */
  readonly pictures: readonly Float32Array[];
  /** planes x 96 x 96. */
  readonly labels: Uint8Array;
}

export interface MakeOptions {
  readonly method: DenseMethod;
  readonly steps: number;
}

/**
 * Pictures and labels of all planes of one phase. Acquired slices pass through untouched. Planes
 * beyond the stack copy the end slice and close by signed distance. Every chamber is one body. Throws
 * Cancelled.
 */
export async function makePhase(
  dense: DenseRun,
  slices: PhaseSlices,
  plan: DensePlan,
  { method, steps }: MakeOptions,
): Promise<MadePhase> {
  const places = plan.planes.filter(isMade);
  const made = await makeBetween(dense, slices, places, depthsOf(plan), { method, steps });
  const stack = { slices: slices.pictures, zMm: depthsOf(plan) };
  let next = 0;
  const pictures = plan.planes.map((plane) => {
    if (isMade(plane)) return made.pictures[next++]!;
    return plane.kind === 'measured'
      ? slices.pictures[plane.below]!
      : imageBetween(stack, plane, 'nearest');
  });
  const labels = stackLabels(
    slices.segmented.map((slice) => slice.labels),
    plan,
  );
  if (made.labels !== null) {
    next = 0;
    plan.planes.forEach((plane, k) => {
      if (isMade(plane)) labels.set(made.labels![next++]!, k * PIXELS);
    });
  }
  keepOneBody(labels, [CROP, CROP, plan.planes.length]);
  return { pictures, labels };
}

/** Neither a slice's own nor beyond them: its picture is made. */
export const isMade = ({ kind }: DensePlane) => kind === 'made' || kind === 'wide';

const depthsOf = ({ slices }: DensePlan) => slices.map(({ zMm }) => zMm);

/**
 * Pictures and labels between slices by one method. `labels` null: signed distance does them.
 * Throws Cancelled.
 */
export async function makeBetween(
  dense: DenseRun,
  { pictures, segmented, against }: PhaseSlices,
  places: readonly Between[],
  zMm: readonly number[],
  { method, steps }: MakeOptions,
): Promise<{ pictures: Float32Array[]; labels: Uint8Array[] | null }> {
  if (method === 'linear')
    return {
      pictures: places.map((place) => imageBetween({ slices: pictures, zMm }, place, 'linear')),
      labels: null,
    };
  if (method === 'between') {
    const made = await direct(dense, pictures, places, zMm);
    if (against === null) return made;
    return { ...made, labels: await contoursBetween(dense, { pictures, against }, places, zMm) };
  }
  const denoiser = denoiserOf(method)!;
  const morphology = segmented.map((slice) => slice.morphology);
  const codes = await codesOf(dense, pictures, morphology, { denoiser, steps });
  const decoded = await decodeBetween(dense, codes, places, { denoiser, steps });
  const seen = await segmentSlices(dense, decoded);
  return { pictures: decoded, labels: seen.map(({ labels }) => labels) };
}

/** The direct network: one pass a slice. */
async function direct(
  dense: DenseRun,
  pictures: readonly Float32Array[],
  places: readonly Between[],
  zMm: readonly number[],
) {
  const made: Float32Array[] = [];
  const labels: Uint8Array[] = [];
  for (const batch of batches(places)) {
    await turn();
    if (dense.cancelled()) throw new Cancelled();
    const pair = joined(
      batch.map(({ below, above }) =>
        joined([toSigned(pictures[below]!), toSigned(pictures[above]!)]),
      ),
    );
    const where = Float32Array.from(
      batch.flatMap(({ below, above, share }) => [share, (zMm[above]! - zMm[below]!) / 10]),
    );
    const out = await dense.run('between', { pair, where }, batch.length);
    made.push(...parted(out['image']!, batch.length).map(toUnit));
    labels.push(...parted(out['logits']!, batch.length).map(likeliest));
    dense.onWork(batch.length);
  }
  return { pictures: made, labels };
}

/** One more decoding of the made planes with their noise turned a little; the pictures alone. */
export function redecoded(
  dense: DenseRun,
  codes: readonly SliceCodes[],
  plan: DensePlan,
  { method, steps, seed, sample }: MakeOptions & { seed: number; sample: number },
): Promise<Float32Array[]> {
  const noise = new NormalNoise(seed, sample);
  const fresh = () => Float32Array.from({ length: PIXELS }, () => noise.normal());
  return decodeBetween(dense, codes, plan.planes.filter(isMade), {
    denoiser: denoiserOf(method)!,
    steps,
    turned: fresh,
  });
}
