import { Cancelled } from '../../runtime/cancellation.ts';
import { Adam } from './adam.ts';
import type { ContourSamples } from './contour-samples.ts';
import { ImplicitField } from './implicit-field.ts';
import { outlineLoss, smoothnessLoss } from './losses.ts';
import { fitQuadric } from './quadric.ts';

/** How much is spent on one surface. The same budget and seed give the same surface. */
export interface FitBudget {
  readonly steps: number;
  /** Points on the planes in a step. */
  readonly points: number;
  /** Triples of points between them, for the smoothness, in a step. */
  readonly triples: number;
  /** Width of the network's four hidden layers, a multiple of 4. */
  readonly width: number;
}

export interface FitHooks {
  /** Share of the steps done, 0..1. */
  readonly onProgress?: (share: number) => void;
  /** Looked at between steps; true ends the fit by `Cancelled`. */
  readonly cancelled?: () => boolean;
}

/** Chosen on a sphere, half a spheroid, a leaning cylinder and a crescent with known shapes. */
const learningRate = 0.016;
/** Weight of the bending, coarse to fine. */
const bendings = [3, 0.5] as const;
const steepness = 0.3;
const stepsBetweenTurns = 10;

/** Fits a field to samples, coarse to fine. Throws Cancelled. */
export async function trainField(
  samples: ContourSamples,
  seed: number,
  budget: FitBudget,
  { onProgress, cancelled = () => false }: FitHooks,
): Promise<ImplicitField> {
  const { steps, points: count, triples, width } = budget;
  const rows = count + 3 * triples;
  const batch = rows + (rows % 2);
  const field = newField(samples, seed, { width, hiddenLayers: 4, batch: Math.max(batch, 2048) });
  const points = new Float32Array(batch * 3);
  const slopes = new Float32Array(batch);
  const drawn = { points: points.subarray(0, count * 3), signedMm: new Float32Array(count) };
  const stepsMm = new Float32Array(triples);
  const adam = new Adam(field.mlp.parameters.length);
  for (let step = 0; step < steps; step++) {
    if (step % stepsBetweenTurns === 0) {
      onProgress?.(step / steps);
      await turn();
    }
    if (cancelled()) throw new Cancelled();
    const share = step / steps;
    const level = share < 0.3 ? 0 : share < 0.65 ? 1 : 2;
    field.open(Math.min(1, share / 0.6));
    samples.draw(drawn, level);
    drawTriples(samples, points, count, stepsMm);
    const { values, added } = field.at(points, batch);
    slopes.fill(0);
    const bending = bendings[0] * (bendings[1] / bendings[0]) ** Math.min(1, share / 0.7);
    outlineLoss(values, drawn.signedMm, slopes);
    smoothnessLoss(values, added, count, stepsMm, { bending, steepness }, slopes);
    field.backward(slopes, batch);
    adam.step(field.mlp.parameters, field.mlp.slopes, learningRate * rateShare(share));
  }
  onProgress?.(1);
  return field;
}

function newField(
  samples: ContourSamples,
  seed: number,
  sizes: { width: number; hiddenLayers: number; batch: number },
): ImplicitField {
  const many = { points: new Float32Array(4096 * 3), signedMm: new Float32Array(4096) };
  samples.drawShown(many);
  const quadric = fitQuadric(many, ImplicitField.unitMm(samples.box));
  return new ImplicitField(samples.box, quadric, sizes, seed);
}

/** Half of them between the slices, from points near the outlines; half anywhere in the box. */
function drawTriples(
  samples: ContourSamples,
  points: Float32Array,
  count: number,
  stepsMm: Float32Array,
): void {
  const { halfMm, gapMm } = samples.box;
  stepsMm.forEach((_, t) => {
    const middle = [0, 0, 0];
    const like = Math.floor(samples.uniform() * count) * 3;
    for (let a = 0; a < 3; a++) {
      middle[a] = t % 2 === 0 ? points[like + a]! : (2 * samples.uniform() - 1) * halfMm[a]!;
    }
    if (t % 2 === 0) middle[2]! += (2 * samples.uniform() - 1) * gapMm;
    const towards = samples.direction();
    const step = 2 + 4 * samples.uniform();
    stepsMm[t] = step;
    for (let k = 0; k < 3; k++)
      for (let a = 0; a < 3; a++)
        points[(count + 3 * t + k) * 3 + a] = middle[a]! + (k - 1) * step * towards[a]!;
  });
}

/** A short rise and then half a cosine, so that the last steps settle. */
function rateShare(share: number): number {
  return Math.min(1, share / 0.03 + 0.05) * (0.02 + 0.49 * (1 + Math.cos(Math.PI * share)));
}

/** Lets messages and timers through. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
