import { expect, test } from 'vitest';
import { slicePlanes } from './slice-planes.ts';
import { denseCase, evenly } from './testing/dense-case.ts';
import { analyticHeart } from '../testing/analytic-heart.ts';

const planned = (depthsMm: readonly number[], asked = {}) =>
  denseCase({ depthsMm, phases: 3 }, analyticHeart(), asked).plan;

test('slices that lie evenly are planes themselves', () => {
  const plan = planned(evenly(5, 10, 75));
  const found = slicePlanes(plan);
  expect(found).toEqual([0, 5, 10, 15, 20, 25, 30, 35]);
  expect(found.every((k) => plan.planes[k]!.kind === 'measured')).toBe(true);
});

test('planes beyond the stack move the others, and are none of a slice', () => {
  const plan = planned(evenly(15, 10, 65), { beyond: true });
  const found = slicePlanes(plan);
  expect(found).toHaveLength(6);
  expect(found.every((k) => plan.planes[k]!.kind === 'measured')).toBe(true);
});

test('slices that lie unevenly have the plane next to them', () => {
  const depths = [5, 14.3, 25.1, 35.8, 45, 55.6, 64.9];
  const plan = planned(depths);
  const found = slicePlanes(plan);
  expect(found).toHaveLength(depths.length);
  const stepMm = plan.grid.spacingMm[2];
  found.forEach((k, slice) =>
    expect(Math.abs(plan.planes[k]!.zMm - plan.slices[slice]!.zMm)).toBeLessThanOrEqual(stepMm),
  );
  expect(plan.planes.filter(({ kind }) => kind === 'measured').length).toBeLessThan(depths.length);
});
