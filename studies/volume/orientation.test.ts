import { describe, expect, it } from 'vitest';
import { anatomicalAxes, obliquityDeg, patientLetters, sameGrid } from './orientation.ts';
import { turned, upright } from './testing/grids.ts';

describe('patient letters', () => {
  it.each([
    [[1, 0, 0], 'L'],
    [[-1, 0, 0], 'R'],
    [[0, 1, 0], 'P'],
    [[0, -1, 0], 'A'],
    [[0, 0, 1], 'H'],
    [[0, 0, -1], 'F'],
    [[0.8, -0.6, 0], 'LA'],
    [[-0.3, 0.4, -0.866], 'FPR'],
    [[0.9999, 0.01, 0], 'L'],
  ] as const)('of %j are %s', (direction, letters) => {
    expect(patientLetters(direction)).toBe(letters);
  });
});

describe('anatomical axes', () => {
  it('of an upright grid are its own', () => {
    expect(anatomicalAxes(upright([2, 2, 2])).map(({ axis, sign }) => axis * sign)).toEqual([
      0, 1, 2,
    ]);
  });

  it('of a sagittal grid are permuted', () => {
    const geometry = {
      ...upright([2, 2, 2]),
      axes: [
        [0, 1, 0],
        [0, 0, -1],
        [-1, 0, 0],
      ],
    } as const;
    expect(anatomicalAxes(geometry)).toEqual([
      { axis: 2, sign: -1 },
      { axis: 0, sign: 1 },
      { axis: 1, sign: -1 },
    ]);
  });

  it('use every grid axis once, even at 45 degrees', () => {
    const h = Math.SQRT1_2;
    const geometry = {
      ...upright([2, 2, 2]),
      axes: [
        [h, h, 0],
        [-h, h, 0],
        [0, 0, 1],
      ],
    } as const;
    expect(new Set(anatomicalAxes(geometry).map(({ axis }) => axis)).size).toBe(3);
    expect(obliquityDeg(geometry)).toBeCloseTo(45, 6);
  });
});

it('knows equal grids within rounding', () => {
  const geometry = turned([10, 10, 10]);
  expect(sameGrid(geometry, { ...geometry, originMm: [12.001, -30, 5] })).toBe(true);
  expect(sameGrid(geometry, { ...geometry, originMm: [12.1, -30, 5] })).toBe(false);
});
