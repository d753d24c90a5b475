import { expect, test } from 'vitest';
import { Cancelled } from '../runtime/cancellation.ts';
import { NormalNoise } from '../runtime/noise.ts';
import { decode, inversionPasses, invert, type PredictNoise } from './sampler.ts';
import { alphaBar, levelAt, stepsOf } from './schedule.ts';

/** The best denoiser of slices whose pixels are all N(mean, sd2): closed form. */
function gaussian(mean: number, sd: number): PredictNoise {
  return async (x, t) => {
    const bar = levelAt(t);
    const gain = (Math.sqrt(bar) * sd ** 2) / (bar * sd ** 2 + 1 - bar);
    return x.map((value) => {
      const clean = mean + gain * (value - Math.sqrt(bar) * mean);
      return (value - Math.sqrt(bar) * clean) / Math.sqrt(1 - bar);
    });
  };
}

function slice(seed: number): Float32Array {
  const noise = new NormalNoise(seed);
  return Float32Array.from({ length: 4 * 48 * 48 }, () =>
    Math.min(0.9, Math.max(-0.9, 0.3 + 0.2 * noise.normal())),
  );
}

const still = { cancelled: () => false, onPass: () => undefined };

test('levels fall from nearly clean to nearly noise', () => {
  expect(alphaBar[0]).toBeCloseTo(1 - 1e-4, 12);
  expect(alphaBar[999]!).toBeLessThan(1e-4);
  expect(alphaBar.every((value, t) => t === 0 || value < alphaBar[t - 1]!)).toBe(true);
  expect(levelAt(null)).toBe(1);
});

test('steps begin at 0, end at 999 and never repeat', () => {
  for (const count of [2, 7, 10, 20, 50, 100]) {
    const steps = stepsOf(count);
    expect([steps[0], steps.at(-1)]).toEqual([0, 999]);
    expect(new Set(steps).size).toBe(count + 1);
  }
});

test('decoding undoes inversion: over 60 dB at K = 50, over 35 dB at K = 20', async () => {
  const clean = slice(1);
  for (const [steps, least] of [
    [50, 60],
    [20, 35],
  ] as const) {
    const predict = gaussian(0.3, 0.2);
    const noise = await invert(predict, clean, 1, steps, still);
    const back = await decode(predict, noise, 1, steps, still);
    const squares = back.reduce((sum, value, n) => sum + (value - clean[n]!) ** 2, 0);
    expect(-10 * Math.log10(squares / clean.length / 4)).toBeGreaterThan(least);
  }
});

test('the noise is that of the closed form: about a unit normal', async () => {
  const noise = await invert(gaussian(0.3, 0.2), slice(2), 1, 100, still);
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const variance = noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length;
  expect(Math.abs(mean)).toBeLessThan(0.05);
  expect(Math.sqrt(variance)).toBeGreaterThan(0.85);
  expect(Math.sqrt(variance)).toBeLessThan(1.15);
});

test('every pass is told, and a cancelled run stops before the next', async () => {
  let passes = 0;
  const hooks = { cancelled: () => passes === 5, onPass: () => void passes++ };
  const run = invert(gaussian(0, 1), slice(3), 1, 10, hooks);
  await expect(run).rejects.toBeInstanceOf(Cancelled);
  expect(passes).toBe(5);
  expect(inversionPasses(10)).toBe(30);
});
