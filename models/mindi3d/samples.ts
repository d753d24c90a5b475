import { NormalNoise } from '../runtime/noise.ts';
import type { Checkpoint } from '../runtime/protocol.ts';
import { sample, type Predict } from './sampler.ts';

export interface SamplesRun {
  /** Input on the working grid, and its scaled value by HU + 32768. */
  readonly hu: Int16Array;
  readonly table: Float32Array;
  /** What the process starts from when that is not the input: a data-consistent start. */
  readonly startHu?: Int16Array;
  readonly steps: number;
  readonly samples: number;
  readonly seed: number;
  /** Standard deviation of the start noise, scaled units. */
  readonly eps: number;
  readonly predict: Predict;
  readonly resume: Checkpoint | null;
  readonly onCheckpoint: (checkpoint: Checkpoint) => Promise<void>;
  /** Called with the state of the first sample after each of its steps, the last too. */
  readonly onState?: (step: number, x: Float32Array) => void;
}

export interface SamplesOutcome {
  /** Mean of the samples, scaled units. */
  readonly x0: Float32Array;
  /** Standard deviation over the samples (n - 1), scaled units; null for one sample. */
  readonly spread: Float32Array | null;
}

/**
 * Draws the samples one after the other, each from its own noise field over the whole volume, and
 * reports a checkpoint after every finished step. Going on from a checkpoint gives the very bits of an
 * uninterrupted run.
 */
export async function runSamples(run: SamplesRun): Promise<SamplesOutcome> {
  const { hu, table, steps, samples } = run;
  const resume = usable(run.resume, run) ? run.resume : null;
  const several = samples > 1;
  const sum = several ? (resume?.sum ?? new Float32Array(hu.length)) : null;
  const sumSquares = several ? (resume?.sumSquares ?? new Float32Array(hu.length)) : null;
  const x = new Float32Array(hu.length);
  const scratch = new Float32Array(hu.length);
  for (let index = resume?.sample ?? 0; index < samples; index++) {
    const stepsDone = index === resume?.sample ? resume.stepsDone : 0;
    if (stepsDone > 0) x.set(resume!.x);
    else start(x, run, index);
    await sample({
      x,
      scratch,
      steps,
      stepsDone,
      predict: run.predict,
      onStep: async (done) => {
        if (index === 0) run.onState?.(done, x);
        await run.onCheckpoint({ sample: index, stepsDone: done, x, sum, sumSquares });
      },
    });
    if (index === 0) run.onState?.(steps, x);
    if (sum === null || sumSquares === null) continue;
    for (let i = 0; i < x.length; i++) {
      const correction = x[i]! - table[hu[i]! + 32768]!;
      sum[i]! += correction;
      sumSquares[i]! += correction * correction;
    }
    if (index + 1 < samples) {
      const next = { sample: index + 1, stepsDone: 0, x: new Float32Array(0) };
      await run.onCheckpoint({ ...next, sum, sumSquares });
    }
  }
  if (sum === null || sumSquares === null) return { x0: x, spread: null };
  return summarise({ hu, table, samples, sum, sumSquares, x0: x, spread: scratch });
}

/** Steps of the whole run that a checkpoint has behind it. */
export function stepsBehind(resume: Checkpoint | null, run: Omit<SamplesRun, 'resume'>): number {
  return usable(resume, run) ? resume.sample * run.steps + resume.stepsDone : 0;
}

/** A checkpoint of another volume, or of a run with fewer steps or samples, is not gone on from. */
function usable(
  resume: Checkpoint | null,
  { hu, steps, samples }: Pick<SamplesRun, 'hu' | 'steps' | 'samples'>,
): resume is Checkpoint {
  if (resume === null || resume.sample >= samples || resume.stepsDone >= steps) return false;
  const whole = (array: Float32Array | null) => array?.length === hu.length;
  const sums = samples === 1 || (whole(resume.sum) && whole(resume.sumSquares));
  return sums && (resume.stepsDone === 0 || whole(resume.x));
}

function start(
  x: Float32Array,
  { hu, startHu = hu, table, seed, eps }: SamplesRun,
  index: number,
): void {
  const noise = new NormalNoise(seed, index);
  for (let i = 0; i < x.length; i++) {
    x[i] = table[startHu[i]! + 32768]! + (eps === 0 ? 0 : eps * Math.fround(noise.normal()));
  }
}

interface Sums extends SamplesOutcome, Pick<SamplesRun, 'hu' | 'table' | 'samples'> {
  readonly sum: Float32Array;
  readonly sumSquares: Float32Array;
  readonly spread: Float32Array;
}

function summarise({ hu, table, samples, sum, sumSquares, x0, spread }: Sums): SamplesOutcome {
  for (let i = 0; i < x0.length; i++) {
    const mean = sum[i]! / samples;
    x0[i] = table[hu[i]! + 32768]! + mean;
    spread[i] = Math.sqrt(Math.max(0, sumSquares[i]! - sum[i]! * mean) / (samples - 1));
  }
  return { x0, spread };
}
