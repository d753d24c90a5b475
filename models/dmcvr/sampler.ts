import { setImmediate as turn } from 'node:timers/promises';
import { Cancelled } from '../runtime/cancellation.ts';
import { levelAt, stepsOf } from './schedule.ts';

/**
 * Noise in x at training step t, of `batch` slices; one call is one pass of the network.
 * @param x [batch][4][48][48]
 */
export type PredictNoise = (x: Float32Array, t: number, batch: number) => Promise<Float32Array>;

export interface LoopHooks {
  readonly cancelled: () => boolean;
  /** After each pass of the network. */
  readonly onPass: () => void;
}

/** Fixed-point rounds that make a step of the inversion undo the step of decoding. */
export const refinements = 2;

/** Passes of the network that an inversion of K steps takes. */
export const inversionPasses = (steps: number): number => steps * (refinements + 1);

/**
 * The noise x_T that decodes to the given slices (deterministic DDIM inversion, Song 2021, each step
 * refined as a fixed point so that decoding undoes it; without, 34 instead of 69 dB at K = 50).
 * Nothing is clipped. Throws Cancelled.
 *
 * @param clean [batch][4][48][48], -1 to 1
 */
export async function invert(
  predict: PredictNoise,
  clean: Float32Array,
  batch: number,
  steps: number,
  hooks: LoopHooks,
): Promise<Float32Array> {
  const t = stepsOf(steps);
  let x = clean;
  let at: number | null = null;
  for (let k = 1; k <= steps; k++) {
    const [from, to] = [levelAt(at), levelAt(t[k]!)];
    let y = x;
    for (let round = 0; round <= refinements; round++) {
      y = moved(x, await passed(predict, y, t[k]!, batch, hooks), from, to);
    }
    x = y;
    at = t[k]!;
  }
  return x;
}

/**
 * Slices from their noise (DDIM, eta 0). The estimate of the clean slice is cut to -1..1 in the last
 * quarter of the steps only. Throws Cancelled.
 */
export async function decode(
  predict: PredictNoise,
  noise: Float32Array,
  batch: number,
  steps: number,
  hooks: LoopHooks,
): Promise<Float32Array> {
  const t = stepsOf(steps);
  let x = noise;
  for (let k = steps; k >= 1; k--) {
    const eps = await passed(predict, x, t[k]!, batch, hooks);
    const to = k === 1 ? 1 : levelAt(t[k - 1]!);
    x = moved(x, eps, levelAt(t[k]!), to, k <= steps / 4);
  }
  return x;
}

async function passed(
  predict: PredictNoise,
  x: Float32Array,
  t: number,
  batch: number,
  { cancelled, onPass }: LoopHooks,
): Promise<Float32Array> {
  await turn();
  if (cancelled()) throw new Cancelled();
  const eps = await predict(x, t, batch);
  onPass();
  return eps;
}

/** x at noise level `from`, its noise being eps, brought to level `to`. */
function moved(x: Float32Array, eps: Float32Array, from: number, to: number, clip = false) {
  const [signal, noise] = [1 / Math.sqrt(from), Math.sqrt(1 - from)];
  const [toSignal, toNoise] = [Math.sqrt(to), Math.sqrt(1 - to)];
  const next = new Float32Array(x.length);
  for (let n = 0; n < x.length; n++) {
    let clean = (x[n]! - noise * eps[n]!) * signal;
    if (clip) clean = Math.min(1, Math.max(-1, clean));
    next[n] = toSignal * clean + toNoise * eps[n]!;
  }
  return next;
}
