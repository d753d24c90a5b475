import { describe, expect, it } from 'vitest';
import { departureTable } from './colour.ts';
import { comparePanes } from './compare-panes.ts';
import type { Slice } from './slice.ts';

const slice: Slice = {
  columns: 1,
  rows: 1,
  values: Int16Array.of(0),
  slope: 1,
  intercept: 0,
  colours: null,
};
const scale = { table: departureTable, low: -40, high: 40 };
const view: Parameters<typeof comparePanes>[0] = {
  mode: 'side',
  swapped: false,
  uncorrected: false,
  window: { centre: 40, width: 400 },
  divider: 0.3,
  range: 200,
  slices: { input: slice, against: slice, output: slice },
  names: {
    input: 'Input',
    against: 'Input',
    output: 'Restored',
    uncorrected: 'Uncorrected',
    difference: 'Difference',
    bar: 'HU',
    acquired: 'As acquired',
  },
  badge: 'badge',
  veil: { slice, scale, threshold: 10, opacity: 0.6 },
  legend: { ...scale, title: 'Departure' },
};
const veiled = (given: Partial<typeof view>) =>
  comparePanes({ ...view, ...given }).map((pane) => [
    pane.id,
    pane.layers.map((layer) => Boolean(layer.veil)),
    pane.colourBar?.title ?? null,
  ]);

describe('a map over a comparison', () => {
  it('lies over the output and never over its input', () => {
    expect(veiled({})).toEqual([
      ['input', [false], null],
      ['output', [true], 'Departure'],
    ]);
  });

  it("stays on the output's side of the wipe, whichever that is", () => {
    expect(veiled({ mode: 'wipe' })).toEqual([['wipe', [false, true], 'Departure']]);
    expect(veiled({ mode: 'wipe', swapped: true })).toEqual([['wipe', [true, false], 'Departure']]);
    const [pane] = comparePanes({ ...view, mode: 'wipe', swapped: true });
    expect(pane?.layers.map(({ from, to }) => [from, to])).toEqual([
      [0, 0.3],
      [0.3, 1],
    ]);
  });

  it('leaves the uncorrected input and the difference as they are', () => {
    expect(veiled({ uncorrected: true })[1]).toEqual(['output', [false], null]);
    expect(veiled({ mode: 'difference' })[1]).toEqual(['difference', [false], 'HU']);
  });
});
