import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NormalNoise } from '../runtime/noise.ts';
import { mixNoise, slerp } from './slerp.ts';
import { toDepth, toSpace } from './space-to-depth.ts';

const drawn = (seed: number, loud = 1) => {
  const noise = new NormalNoise(seed);
  return Float32Array.from({ length: 9216 }, () => loud * noise.normal());
};
const norm = (values: Float32Array) => Math.hypot(...values.subarray(0, 9216));

test('slerp begins and ends at its parts, and is as loud as they are', () => {
  const [one, two] = [drawn(1), drawn(2, 1.2)];
  const furthest = (a: Float32Array, b: Float32Array) =>
    a.reduce((most, value, n) => Math.max(most, Math.abs(value - b[n]!)), 0);
  expect(furthest(slerp(one, two, 0), one)).toBeLessThan(1e-5);
  expect(furthest(slerp(one, two, 1), two)).toBeLessThan(1e-5);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      const want = norm(one) * (1 - share) + norm(two) * share;
      expect(Math.abs(norm(slerp(one, two, share)) / want - 1)).toBeLessThan(1e-4);
    }),
    { numRuns: 20 },
  );
});

test('equal noises and noises of nought do not divide by nought', () => {
  const one = drawn(3);
  expect(slerp(one, one, 0.4).every((value, n) => Math.abs(value - one[n]!) < 1e-5)).toBe(true);
  const nought = new Float32Array(9216);
  expect(slerp(nought, one, 0.5).every(Number.isFinite)).toBe(true);
});

test('the other ways of mixing', () => {
  const [one, two] = [drawn(4), drawn(5)];
  expect(mixNoise(one, two, 0.6, 'nearest')).toEqual(two);
  expect(mixNoise(one, two, 0.5, 'nearest')).toEqual(one);
  expect(mixNoise(one, two, 0.9, 'shared')).toEqual(one);
  expect(mixNoise(one, two, 0.9, 'zero').every((value) => value === 0)).toBe(true);
});

test('space to depth: channel 2 a + b holds row 2 i + a, column 2 j + b, and nothing is lost', () => {
  const picture = Float32Array.from({ length: 2 * 9216 }, (_, n) => n);
  const deep = toDepth(picture);
  const [i, j] = [7, 30];
  for (const [a, b] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const)
    expect(deep[9216 + (2 * a + b) * 2304 + i * 48 + j]).toBe(
      picture[9216 + (2 * i + a) * 96 + 2 * j + b],
    );
  expect(toSpace(deep)).toEqual(picture);
});
