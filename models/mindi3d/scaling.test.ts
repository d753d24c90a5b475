import { expect, test } from 'vitest';
import { huPerUnit, restoreHu, scaleTable } from './scaling.ts';

const scale = { huMin: -1000, huMax: 2000 };
const table = scaleTable(scale);

test('the window’s ends and middle lie at -1, 1 and 0, and beyond is clipped', () => {
  const scaled = (hu: number) => table[hu + 32768];
  expect([-1000, 500, 2000, -32768, 32767].map(scaled)).toEqual([-1, 0, 1, -1, 1]);
  expect(huPerUnit(scale) * 0.01).toBeCloseTo(15);
});

test('every HU of the window survives the round trip', () => {
  for (let hu = -1000; hu <= 2000; hu++) {
    expect(restoreHu(table[hu + 32768]!, hu, scale) === hu).toBe(true);
  }
});

test('a prediction is clipped to the window; metal above it is put back', () => {
  expect(restoreHu(-1.2, -1300, scale)).toBe(-1000);
  expect(restoreHu(1.2, 100, scale)).toBe(2000);
  expect(restoreHu(0.9, 3071, scale)).toBe(1850 + 1071);
  expect(restoreHu(1, 32767, scale)).toBe(32767);
});
