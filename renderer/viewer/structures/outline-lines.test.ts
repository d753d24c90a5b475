import { expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../studies/volume/geometry.ts';
import { place, restingShift } from '../placement.ts';
import { acquiredFrame } from '../planes.ts';
import { structureLines } from './outline-lines.ts';
import { gridIndex } from './use-outlines.ts';

const geometry: VolumeGeometry = {
  dims: [100, 100, 40],
  spacingMm: [1, 1, 3],
  originMm: [0, 0, 0],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};
const frame = acquiredFrame(geometry, 'axial');
const square = (x: number, y: number, size: number): [number, number, number][] => [
  [x, y, 30],
  [x + size, y, 30],
  [x + size, y + size, 30],
  [x, y + size, 30],
];

it('puts outlines where the patient’s points lie, in the order and colours of the plan', () => {
  const placement = place(frame.geometry, 200, 200, restingShift);
  const lines = structureLines(
    placement,
    [
      { number: 2, outlines: [{ closed: true, points: square(10, 20, 30) }] },
      { number: 5, outlines: [{ closed: true, points: square(12, 20, 28) }] },
    ],
    [
      { number: 5, name: 'PTV', colour: [255, 0, 0] },
      { number: 9, name: 'Cord', colour: [0, 255, 0] },
      { number: 2, name: 'Body', colour: [0, 0, 255] },
    ],
  );
  expect(lines.map(({ name, colour }) => [name, colour])).toEqual([
    ['PTV', 'rgb(255 0 0)'],
    ['Body', 'rgb(0 0 255)'],
  ]);
  const points = lines[1]!.lines[0]!.points;
  expect((points[2]! - points[0]!) / placement.pixelsPerMm).toBeCloseTo(30, 4);
  expect(points[0]).toBeCloseTo(placement.originPx[0] + 10 * placement.pixelsPerMm, 3);
  // Both end at x = 40: the second name goes below the first.
  expect(lines[1]!.nameAt[1] - lines[0]!.nameAt[1]).toBeGreaterThanOrEqual(13);
});

it('asks for the slice of the grid that is shown', () => {
  // Axial pictures count from the head down, the grid from the feet up.
  expect(gridIndex(frame, 0)).toBe(39);
  expect(gridIndex(acquiredFrame(geometry, 'sagittal'), 7)).toBe(7);
  expect(gridIndex({ ...frame, runs: null }, 7)).toBeNull();
});
