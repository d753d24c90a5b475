import { expect, test } from 'vitest';
import { auroc, dice, mean, meanAbsolute } from './statistics.ts';

test('AUROC counts pairs, ties half', () => {
  expect(auroc([3, 4], [1, 2])).toBe(1);
  expect(auroc([1, 2], [1, 2])).toBe(0.5);
  expect(auroc([], [1])).toBeNaN();
});

test('Dice of a class, absent where the truth shows too little of it', () => {
  const truth = Uint8Array.from([1, 1, 1, 1, 2, 0]);
  const drawn = Uint8Array.from([1, 1, 0, 0, 1, 2]);
  expect(dice(drawn, truth, 1, 1)).toBeCloseTo(4 / 7, 9);
  expect(dice(drawn, truth, 2, 2)).toBeNull();
});

test('means', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(meanAbsolute([-2, 4])).toBe(3);
});
