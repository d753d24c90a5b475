import { expect, it } from 'vitest';
import { identityMatrix } from '../dicom/rt/rigid-matrix.ts';
import { gridOf, upright } from '../volume/testing/grids.ts';
import { departureInRegion } from './departure.ts';
import { moveOf } from './testing/known-offsets.ts';

const all = { radiusMm: null };
/** The right half of the patient departs by 20 HU, by turns up and down. */
const departure = gridOf(upright([20, 20, 20], [2, 2, 2], [-19, -19, -19]), ([x, y]) =>
  x < 0 ? (y < 0 ? 20 : -20) : 3,
);
const left = { kind: 'box', minMm: [5, -30, -30], maxMm: [30, 30, 30] } as const;
const right = { kind: 'box', minMm: [-30, -30, -30], maxMm: [-5, 30, 30] } as const;

it('is the share of the region that departs', () => {
  const whole = { kind: 'whole' } as const;
  expect(departureInRegion(departure, 10, all, identityMatrix, whole)).toBe(50);
  expect(departureInRegion(departure, 25, all, identityMatrix, whole)).toBe(0);
  expect(departureInRegion(departure, 10, all, identityMatrix, left)).toBe(0);
  expect(departureInRegion(departure, 10, all, identityMatrix, right)).toBe(100);
});

it('looks where the match lays the scan', () => {
  const across = moveOf([0, 0, 180], [0, 0, 0]);
  expect(departureInRegion(departure, 10, all, across, left)).toBe(100);
});

it('counts only what was measured, and knows when nothing was', () => {
  const corner = { kind: 'box', minMm: [-19, -19, -19], maxMm: [-17, -17, 19] } as const;
  expect(departureInRegion(departure, 10, { radiusMm: 18 }, identityMatrix, corner)).toBeNull();
  const away = moveOf([0, 0, 0], [0, 0, 500]);
  expect(departureInRegion(departure, 10, all, away, left)).toBeNull();
});
