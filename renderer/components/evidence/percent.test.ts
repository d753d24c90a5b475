import { expect, it } from 'vitest';
import { percentText } from './percent.ts';

it('writes percentages with the digits that mean something', () => {
  expect([2.13, 6.34, 0.236, 0.004, 0, 12.04].map(percentText)).toEqual([
    '2.1',
    '6.3',
    '0.24',
    '< 0.01',
    '0.00',
    '12.0',
  ]);
  expect(percentText(NaN)).toBe('–');
});
