import { expect, test } from 'vitest';
import { bodyPhantom } from '../../test/fixtures/body-phantom.ts';
import { outsideFieldOfView } from './field-of-view.ts';
import { outputHu } from './output.ts';
import { resample } from './resample.ts';
import { scaleTable } from './scaling.ts';

const scale = { huMin: -1000, huMax: 2000 };
const table = scaleTable(scale);
const scaled = (hu: Int16Array) => Float32Array.from(hu, (v) => table[v + 32768]!);

test('the constant around the reconstructed cylinder is outside, the body is not', () => {
  const dims = [48, 48, 6] as const;
  const outside = outsideFieldOfView(bodyPhantom(dims), dims)!;
  expect(outside[0]).toBe(1);
  expect(outside[24 * 48 + 24]).toBe(0);
  const share = outside.reduce((a, b) => a + b, 0) / outside.length;
  expect(share).toBeGreaterThan(0.15);
  expect(share).toBeLessThan(0.3);
});

test('a volume filled to its corners has no outside', () => {
  const hu = Int16Array.from({ length: 64 }, (_, i) => i);
  expect(outsideFieldOfView(hu, [4, 4, 4])).toBeNull();
});

test('outside the cylinder the input stays, padding value and all', () => {
  const dims = [32, 32, 4] as const;
  const hu = bodyPhantom(dims).map((v, i) => (i % 1024 < 32 ? -2048 : v));
  for (const at of [0, 31, 992, 1023]) for (let k = 0; k < 4; k++) hu[k * 1024 + at] = -2048;
  const grid = { dims, spacingMm: [2, 2, 2] } as const;
  const x0 = new Float32Array(hu.length).fill(0);
  const spread = new Float32Array(hu.length).fill(0.01);
  const outcome = { x0, spread };
  const out = outputHu({ hu, own: grid, workingHu: hu, working: grid, outcome, table, scale });
  expect([out.hu[0], out.spreadHu![0]]).toEqual([-2048, 0]);
  const centre = 16 * 32 + 16;
  expect(out.hu[centre]).toBe(500);
  expect(out.spreadHu![centre]).toBeCloseTo(15);
});

test('from a coarser working grid a network that changes nothing returns the input itself', () => {
  const own = { dims: [60, 50, 20], spacingMm: [0.7, 0.7, 1] } as const;
  const working = { dims: [28, 24, 14], spacingMm: [1.5, 1.5, 1.5] } as const;
  const hu = bodyPhantom(own.dims);
  const workingHu = Int16Array.from(resample(hu, own, working), Math.round);
  const outcome = { x0: scaled(workingHu), spread: null };
  const out = outputHu({ hu, own, workingHu, working, outcome, table, scale });
  expect(out.hu).toEqual(hu);
});

test('from another working grid a correction arrives where it belongs', () => {
  const own = { dims: [61, 61, 9], spacingMm: [1, 1, 1] } as const;
  const working = { dims: [31, 31, 5], spacingMm: [2, 2, 2] } as const;
  const hu = new Int16Array(61 * 61 * 9).map((_, i) => i % 7);
  const workingHu = new Int16Array(31 * 31 * 5);
  const x0 = scaled(workingHu);
  // 150 HU in the working voxel (20, 10, 2): own voxel (40, 20, 4), both counted from the centre.
  x0[(2 * 31 + 10) * 31 + 20]! += 0.1;
  const outcome = { x0, spread: null };
  const out = outputHu({ hu, own, workingHu, working, outcome, table, scale });
  const at = (4 * 61 + 20) * 61 + 40;
  expect(out.hu[at]! - hu[at]!).toBe(150);
  expect(out.hu[at + 1]! - hu[at + 1]!).toBe(75);
  expect(out.hu[at + 2]).toBe(hu[at + 2]);
});
