import { expect, it } from 'vitest';
import { fullTurn } from './circular-geometry.ts';
import { subsetsOfViews } from './subsets.ts';

it('takes every n-th view in order of angle, whatever the order of the views', () => {
  expect(subsetsOfViews(fullTurn(6), 3)).toEqual([
    [0, 3],
    [2, 5],
    [1, 4],
  ]);
  const reversed = subsetsOfViews([300, 240, 180, 120, 60, 0], 3);
  expect(reversed.map((views) => Math.abs(views[0]! - views[1]!))).toEqual([3, 3, 3]);
});

it('has each view once, and no empty subset', () => {
  const subsets = subsetsOfViews(fullTurn(7), 20);
  expect(subsets.flat().toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(subsets).toHaveLength(7);
});
