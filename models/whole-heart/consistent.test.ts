import { expect, test } from 'vitest';
import { consistent } from './consistent.ts';

test('figures that agree stay as they are', () => {
  const agreed = consistent([150, 60, 90, 60], [8, 6, 7, 3]);
  [150, 60, 90, 60].forEach((value, n) => expect(agreed[n]).toBeCloseTo(value, 6));
});

test('a sure ejection fraction moves unsure volumes', () => {
  const [edv, esv, sv, ef] = consistent([150, 80, 75, 60], [10, 10, 10, 0.5]);
  expect(Math.abs(ef - 60)).toBeLessThan(0.2);
  expect(sv).toBeCloseTo(edv - esv, 9);
  expect(ef).toBeCloseTo((100 * sv) / edv, 9);
  expect(esv).toBeLessThan(80);
});

test('nonsense stays within what a ventricle can be', () => {
  const [edv, esv, sv, ef] = consistent([20, 90, -40, 130], [5, 5, 5, 5]);
  expect(esv).toBeLessThanOrEqual(edv);
  expect(sv).toBeGreaterThanOrEqual(0);
  expect(ef).toBeLessThanOrEqual(100);
});
