import { expect, test } from 'vitest';
import { sample, type Predict } from './sampler.ts';

const truth = Float32Array.from({ length: 500 }, (_, i) => Math.sin(i) * 0.9);
const degraded = truth.map((v, i) => v + 0.2 * Math.cos(3 * i));

function draw(predict: Predict, steps: number, stepsDone = 0, from = degraded) {
  const x = from.slice();
  const scratch = new Float32Array(x.length);
  const seen: number[] = [];
  const run = { x, scratch, steps, stepsDone, predict };
  return sample({ ...run, onStep: async (done) => void seen.push(done) }).then(() => ({ x, seen }));
}

const oracle: Predict = async (_, __, out) => out.set(truth);
const average: Predict = async (x, _, out) =>
  x.forEach((v, i) => (out[i] = 0.5 * (v + degraded[i]!)));

test.each([1, 2, 4, 8, 16])(
  'an oracle network gives the truth exactly in %i steps',
  async (steps) => {
    const { x } = await draw(oracle, steps);
    expect(x).toEqual(truth);
  },
);

test('one step is one pass of the network at t = 1, bit for bit', async () => {
  const predict: Predict = async (x, t, out) => x.forEach((v, i) => (out[i] = Math.tanh(v) * t));
  const { x } = await draw(predict, 1);
  const once = new Float32Array(x.length);
  await predict(degraded, 1, once);
  expect(x).toEqual(once);
  expect(x).not.toEqual(degraded);
});

test('times run from 1 down to 1/K, and never reach 0', async () => {
  const times: number[] = [];
  await draw(async (_, t, out) => (times.push(t), out.fill(0), undefined), 4);
  expect(times).toEqual([1, 0.75, 0.5, 0.25]);
});

test.each([1, 2, 4, 8])('averaging with y follows its closed form in %i steps', async (steps) => {
  // x = y + e gives F = y + e/2, so that a step k leaves e (1 - 1/(2k)).
  const noisy = degraded.map((v, i) => v + 0.1 * Math.sin(7 * i));
  const { x } = await draw(average, steps, 0, noisy);
  let left = 1;
  for (let k = steps; k >= 1; k--) left *= 1 - 1 / (2 * k);
  x.forEach((v, i) => {
    const expected = degraded[i]! + left * (noisy[i]! - degraded[i]!);
    expect(Math.abs(v - expected)).toBeLessThan(1e-6);
  });
});

test('tells each finished step but the last, and goes on from one', async () => {
  const whole = await draw(average, 4, 0, truth);
  expect(whole.seen).toEqual([1, 2, 3]);
  let state = new Float32Array(0);
  const x = truth.slice();
  const scratch = new Float32Array(x.length);
  const stop = new Error('power cut');
  const cut = sample({
    x,
    scratch,
    steps: 4,
    stepsDone: 0,
    predict: average,
    onStep: async (done) => {
      state = x.slice();
      if (done === 2) throw stop;
    },
  });
  await expect(cut).rejects.toBe(stop);
  const rest = await draw(average, 4, 2, state);
  expect(rest.seen).toEqual([3]);
  expect(rest.x).toEqual(whole.x);
});
