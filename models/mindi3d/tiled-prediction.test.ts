import type { Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { bodyPhantom } from '../../test/fixtures/body-phantom.ts';
import { tinyNetwork } from '../../test/fixtures/tiny-model.ts';
import { openSession } from '../runtime/session.ts';
import { planTiles } from '../runtime/tiles.ts';
import { scaleTable } from './scaling.ts';
import { missingFromContract, tiledPrediction } from './tiled-prediction.ts';

const table = scaleTable({ huMin: -1000, huMax: 2000 });
const scaledInput = (hu: Int16Array) => Float32Array.from(hu, (v) => table[v + 32768]!);

test('a constant prediction stays constant over tile borders', async () => {
  const dims = [72, 72, 40] as const;
  const hu = new Int16Array(72 * 72 * 40).fill(40);
  const plan = planTiles(dims, { tile: 32, overlap: 8 });
  const constant = tiledPrediction(plan, hu, table, async (_, x0) => {
    (x0.data as Float32Array).fill(0.3);
  });
  const out = new Float32Array(hu.length);
  await constant.predict(scaledInput(hu), 1, out);
  expect(constant.passes).toBe(plan.tiles.length);
  expect(out.every((v) => Math.abs(v - 0.3) < 1e-6)).toBe(true);
});

test('tiled and whole predictions of a convolution differ by at most 2 HU RMS at the seams', async () => {
  const dims = [64, 64, 64] as const;
  const hu = bodyPhantom(dims);
  const x = scaledInput(hu).map((v, i) => v + 0.01 * Math.sin(i));
  const session = await openSession(await tinyNetwork('smooth'), { provider: 'cpu', threads: 1 });
  const predicted = async (tile: number) => {
    const plan = planTiles(dims, { tile, overlap: 16 });
    const out = new Float32Array(hu.length);
    await tiledPrediction(plan, hu, table, (inputs, x0) => session.run(inputs, { x0 })).predict(
      x,
      1,
      out,
    );
    return out;
  };
  const whole = await predicted(64);
  const tiled = await predicted(40);
  const effect = rms(whole, x);
  expect(effect * 1500).toBeGreaterThan(20);
  expect(rms(tiled, whole) * 1500).toBeLessThan(2);
});

test('a tile of air is not run and keeps the input, without the start noise', async () => {
  const dims = [96, 32, 32] as const;
  const hu = new Int16Array(96 * 32 * 32).fill(-1000);
  for (let at = 0; at < hu.length; at++) if (at % 96 < 20) hu[at] = 0;
  const plan = planTiles(dims, { tile: 32, overlap: 0 });
  let runs = 0;
  const prediction = tiledPrediction(plan, hu, table, async (_, x0) => {
    runs += 1;
    (x0.data as Float32Array).fill(0.5);
  });
  const out = new Float32Array(hu.length);
  await prediction.predict(new Float32Array(hu.length).fill(-0.9), 1, out);
  expect([plan.tiles.length, prediction.passes, runs]).toEqual([3, 1, 1]);
  expect([out[0], out[31], out[32], out[95]]).toEqual([0.5, 0.5, -1, -1]);
});

test('the network is given y, then x_t, slices outermost, and the time', async () => {
  const dims = [40, 32, 32] as const;
  const hu = Int16Array.from({ length: 40 * 32 * 32 }, (_, i) => (i % 40) + 100);
  const plan = planTiles(dims, { tile: 64, overlap: 16 });
  let seen: { y_xt: Tensor; t: Tensor } | null = null;
  const prediction = tiledPrediction(plan, hu, table, async (inputs) => {
    seen = inputs;
  });
  const x = Float32Array.from(hu, (_, i) => i);
  await prediction.predict(x, 0.25, new Float32Array(hu.length));
  expect(seen!.y_xt.dims).toEqual([1, 2, 32, 32, 40]);
  const values = seen!.y_xt.data as Float32Array;
  expect(values[3]).toBe(table[103 + 32768]);
  expect(values[hu.length + 41]).toBe(41);
  expect([...(seen!.t.data as Float32Array)]).toEqual([0.25]);
});

test('a network with other names is told by what it lacks', () => {
  expect(missingFromContract({ inputs: ['y_xt', 't'], outputs: ['x0'] })).toBeNull();
  expect(missingFromContract({ inputs: ['image'], outputs: ['mask'] })).toBe('y_xt, t, x0');
});

function rms(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}
