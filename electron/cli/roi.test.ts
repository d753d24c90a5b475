import { expect, test } from 'vitest';
import { parseRoi } from './roi.ts';

test('regions are read in patient millimetres', () => {
  expect(parseRoi('sphere:1,-2,3.5,10')).toEqual({
    kind: 'sphere',
    centreMm: [1, -2, 3.5],
    radiusMm: 10,
  });
  expect(parseRoi('box:0,0,0,1,2,3')).toEqual({ kind: 'box', minMm: [0, 0, 0], maxMm: [1, 2, 3] });
  expect(parseRoi('circle:0,0,0,5')).toMatchObject({ normal: [0, 0, 1] });
  expect(parseRoi('circle:0,0,0,5,1,0,0')).toMatchObject({ normal: [1, 0, 0] });
});

test.each([
  'sphere',
  'sphere:1,2,3',
  'sphere:1,2,3,0',
  'sphere:1,2,3,-4',
  'sphere:1,2,3,4,5',
  'sphere:a,2,3,4',
  'sphere:1,,3,4',
  'circle:0,0,0,5,0,0,0',
  'circle:0,0,0,5,1',
  'box:1,2,3',
  'sphere:1,2,3,Infinity',
  'heart:1,2,3,4',
  '',
])('%j is no region', (text) => {
  expect(() => parseRoi(text)).toThrow(/cannot be read/);
});
