import { expect, test } from 'vitest';
import { scopeWarnings, type HuCensus } from './scope.ts';

const input = {
  tile: [64, 64, 64] as [number, number, number],
  overlap: 16,
  huMin: -1000,
  huMax: 2000,
  eps: 0.01,
  trainedViews: [25, 100] as [number, number],
  spacingMm: [1.6, 3] as [number, number],
};
const volume = {
  kind: 'cbct' as const,
  views: 50,
  spacingMm: [2, 2, 2] as [number, number, number],
};
const census: HuCensus = {
  voxels: 1000,
  max: 1500,
  metal: 0,
  air: 500,
  tissue: 400,
  strange: 0,
};
const codes = (v: Partial<typeof volume> | object, c: Partial<HuCensus> = {}) =>
  scopeWarnings({ ...volume, ...v }, { ...census, ...c }, input).map(({ code }) => code);

test('a scan like those of the training has no warning', () => {
  expect(codes({})).toEqual([]);
});

test.each([
  ['views outside', { views: 24 }, {}, 'model/views-outside'],
  ['views outside', { views: 101 }, {}, 'model/views-outside'],
  ['views unknown', { views: null }, {}, 'model/views-unknown'],
  ['a fan-beam CT', { kind: 'ct' }, {}, 'model/not-cbct'],
  ['coarse slices', { spacingMm: [2, 2, 3.76] }, {}, 'model/spacing-outside'],
  ['fine pixels', { spacingMm: [1.19, 2, 2] }, {}, 'model/spacing-outside'],
  ['metal', {}, { metal: 500, max: 7000 }, 'model/metal'],
  ['no air', {}, { air: 0 }, 'model/not-hu-like'],
  ['no tissue', {}, { tissue: 3 }, 'model/not-hu-like'],
  ['values that no scanner gives', {}, { strange: 60 }, 'model/not-hu-like'],
])('%s', (_what, v, c, code) => {
  expect(codes(v, c)).toEqual([code]);
});

test('limits themselves, and a single hot voxel, are inside', () => {
  expect(codes({ views: 25 })).toEqual([]);
  expect(codes({ views: 100 })).toEqual([]);
  expect(codes({ spacingMm: [1.2, 3.75, 2] })).toEqual([]);
  expect(codes({}, { metal: 1, max: 4000 })).toEqual([]);
});
