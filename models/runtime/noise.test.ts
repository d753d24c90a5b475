import { expect, test } from 'vitest';
import { NormalNoise } from './noise.ts';

// Reference numbers from an independent Python version of the published generator.
test('gives the published generator’s bits and the same normals on every platform', () => {
  const bits = new NormalNoise(1);
  expect(Array.from({ length: 6 }, () => bits.bits())).toEqual([
    393288148, 2174103013, 3814759091, 2092745082, 1865176206, 2179171167,
  ]);
  const noise = new NormalNoise(1);
  const normals = Array.from({ length: 4 }, () => Math.fround(noise.normal()));
  expect(normals).toEqual(
    [-2.184963676715497, -0.08512978530540018, -0.48540239685973335, 0.03895336948593138].map(
      Math.fround,
    ),
  );
});

test('keeps the streams of one seed apart', () => {
  const other = new NormalNoise(1, 1);
  expect(Array.from({ length: 3 }, () => other.bits())).toEqual([
    2113752136, 1120643331, 1514025516,
  ]);
});

test('is normal: mean, variance, tails and no correlation of neighbours', () => {
  const noise = new NormalNoise(7);
  const n = 200_000;
  const values = Float64Array.from({ length: n }, () => noise.normal());
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
  const beyondTwo = values.filter((v) => Math.abs(v) > 2).length / n;
  const lag = values.reduce((a, v, i) => (i === 0 ? 0 : a + v * values[i - 1]!), 0) / n;
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.003);
  expect(Math.abs(lag)).toBeLessThan(0.01);
});
