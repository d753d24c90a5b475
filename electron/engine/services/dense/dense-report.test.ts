import { expect, test } from 'vitest';
import { denseResult } from '../../../../studies/library/testing/dense.ts';
import { volumeRecord } from '../../../../studies/library/testing/entries.ts';
import { shownPlanes } from './dense-report.ts';
import { measuredPlanes } from './measured-planes.ts';

const dense = denseResult(volumeRecord());

test('the row goes from a slice to the next one, with two made planes between', () => {
  expect(shownPlanes(dense)).toEqual([0, 1, 3, 4]);
});

test('with nothing made between, the two slices alone', () => {
  const planes = [dense.planes[0]!, dense.planes[4]!];
  const grid = { ...dense.grid, spacingMm: [2, 2, 8] as [number, number, number] };
  expect(shownPlanes({ ...dense, planes, grid })).toEqual([0, 1]);
});

test('planes of slices lie where the grid has them, with their own labels', () => {
  const [columns, rows, count] = dense.grid.dims;
  const size = columns * rows;
  const labels = Uint8Array.from({ length: size * count }, (_, n) => Math.floor(n / size));
  const found = measuredPlanes(dense, labels);
  expect(found.map(({ plane }) => plane.originMm)).toEqual([
    [-95, -95, 0],
    [-95, -95, 8],
  ]);
  expect(found.map((one) => [...new Set(one.labels)])).toEqual([[0], [4]]);
});
