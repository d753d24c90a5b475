import { expect, test } from 'vitest';
import type { CircularGeometry } from '../../studies/tomography/circular-geometry.ts';
import { scanGeometry } from '../../test/fixtures/measured-body.ts';
import { arcOf, scanWarnings } from './scope-scan.ts';

const input = {
  tile: [64, 64, 64] as [number, number, number],
  overlap: 16,
  huMin: -1000,
  huMax: 2000,
  eps: 0.01,
  trainedViews: [25, 100] as [number, number],
  spacingMm: [1.8, 3.2] as [number, number],
};
const trainedGeometry = {
  sourceAxisMm: [1000, 1000] as [number, number],
  sourceDetectorMm: [1500, 1540] as [number, number],
  halfFan: true,
  arcDeg: 200,
};

/** Every view sees the same trapezium of tissue, with air at the panel's sides unless told. */
function codes(
  geometry: Partial<CircularGeometry>,
  { edge = 0, card = input }: { edge?: number; card?: typeof input & object } = {},
) {
  const scan = scanGeometry(50, geometry);
  const { detectorColumns: columns, detectorRows: rows } = scan;
  const lineIntegrals = new Float32Array(scan.anglesDeg.length * columns * rows);
  for (let n = 0; n < lineIntegrals.length; n++) {
    const column = Math.floor(n / rows) % columns;
    lineIntegrals[n] = column < 3 || column >= columns - 3 ? edge : 3;
  }
  return scanWarnings({ geometry: scan, lineIntegrals }, card).map(({ code }) => code);
}

const arc = (views: number, degrees: number, from = 300) =>
  Array.from({ length: views }, (_, n) => from + (n * degrees) / (views - 1));
const halfFan = (views = 50, mm = 80) => ({
  detectorOffsetsMm: Array.from({ length: views }, () => [mm, 0] as const),
});

test('a scan like those of the training has no warning', () => {
  expect(codes({})).toEqual([]);
  expect(codes({ sourceDetectorMm: 1540 })).toEqual([]);
});

test.each([
  ['an arc too short for any reconstruction', { anglesDeg: arc(50, 150) }, 'model/limited-arc'],
  ['a short scan that Parker can weigh', { anglesDeg: arc(50, 220) }, 'model/short-arc'],
  ['a half fan', halfFan(), 'model/half-fan'],
  ['another gantry', { sourceAxisMm: 570, sourceDetectorMm: 1040 }, 'model/distances-outside'],
])('%s', (_what, geometry, code) => {
  expect(codes(geometry)).toEqual([code]);
});

test('a half fan needs the whole turn', () => {
  expect(codes({ ...halfFan(), anglesDeg: arc(50, 270) })).toContain('model/limited-arc');
});

test('a body wider than the panel', () => {
  expect(codes({}, { edge: 1 })).toEqual(['model/truncated-views']);
  // Of a half fan only the outer edge counts.
  const inner = codes({ ...halfFan() }, { edge: 1 });
  expect(inner).toContain('model/truncated-views');
});

test('what the card says it was trained on has no warning', () => {
  const card = { ...input, trainedGeometry };
  expect(codes({ ...halfFan() }, { card })).toEqual([]);
  expect(codes({ anglesDeg: arc(50, 220) }, { card })).toEqual([]);
  expect(codes({ anglesDeg: arc(50, 150) }, { card })).toEqual(['model/limited-arc']);
});

test('the arc counts each view with its step, in whatever order and sense', () => {
  const turn = Array.from({ length: 33 }, (_, n) => Math.floor((n * 400) / 33) * 0.9);
  expect(arcOf(turn)).toBe(360);
  expect(arcOf(turn.map((angle) => -angle - 1000))).toBe(360);
  expect(arcOf(arc(50, 196).toReversed())).toBeCloseTo(200, 6);
  expect(arcOf([10])).toBe(0);
});
