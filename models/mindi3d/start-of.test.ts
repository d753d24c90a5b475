import { expect, test } from 'vitest';
import { startOf } from './start-of.ts';

const projectionsStart = {
  iterations: 6,
  subsets: 10,
  relaxation: 0.9,
  decay: 0.95,
  tvWeightHu: 6,
  tvIterations: 12,
  extendZ: 0.08,
  autoViews: 75,
} as const;

test('few views are started from when they are at hand', () => {
  expect(startOf('auto', { projectionsStart }, 0, 50)).toBe('projections');
  expect(startOf('auto', { projectionsStart }, 0, null)).toBe('fdk');
  expect(startOf('auto', {}, 0, 50)).toBe('fdk');
  expect(startOf('fdk', { projectionsStart }, 0, 50)).toBe('fdk');
});

test('with many views the FDK is the better start, unless the projections are asked for', () => {
  expect(startOf('auto', { projectionsStart }, 0, 100)).toBe('fdk');
  expect(startOf('projections', { projectionsStart }, 0, 100)).toBe('projections');
});

test('what is asked for and not there is said', () => {
  expect(() => startOf('projections', { projectionsStart }, 0, null)).toThrow();
  expect(() => startOf('projections', {}, 0, 50)).toThrow();
  expect(() => startOf('auto', { projectionsStart }, 2, null)).toThrow();
});
