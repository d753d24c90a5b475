import { describe, expect, it } from 'vitest';
import { differenceTable } from '../colour.ts';
import { groundPixel } from '../paint.ts';
import { compose, type Composition } from './compose.ts';

const look: Composition = {
  mode: 'blend',
  // LINEAR, 256 wide about 128: the value is the level.
  fixedWindow: { centre: 128, width: 256 },
  movingWindow: { centre: 128, width: 256 },
  share: 0.25,
  divider: 2,
  lens: { x: 3.5, y: 0.5, radius: 1 },
  checker: 1,
  range: 100,
};
const grey = (g: number) => (0xff000000 | (g << 16) | (g << 8) | g) >>> 0;
const rgb = (pixel: number) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];

function row(fixed: number[], moving: number[], change: Partial<Composition>): number[] {
  const pixels = new Uint32Array(fixed.length);
  const values = [Float32Array.from(fixed), Float32Array.from(moving)] as const;
  compose(pixels, fixed.length, 1, ...values, { ...look, ...change });
  return [...pixels];
}

describe('compose', () => {
  it('blends by share, dims the CT outside the scan, shows the scan alone outside the CT', () => {
    const fixed = [100, 100, NaN, NaN];
    const moving = [200, NaN, 80, NaN];
    expect(row(fixed, moving, {})).toEqual([grey(125), grey(86), grey(80), groundPixel]);
    expect(row(fixed, moving, { share: 0 })[1]).toBe(grey(100));
    expect(row(fixed, moving, { share: 1 }).slice(0, 2)).toEqual([grey(200), grey(45)]);
  });

  it('is grey in two colours where both agree, purple for the CT alone, green for the scan', () => {
    const pixels = row([90, 200, 0], [90, 0, 200], { mode: 'two-colour' });
    expect(pixels.map(rgb)).toEqual([
      [90, 90, 90],
      [200, 0, 200],
      [0, 200, 0],
    ]);
  });

  it('divides by wipe, lens and checkerboard', () => {
    const fixed = [10, 10, 10, 10];
    const moving = [99, 99, 99, 99];
    const scans = (mode: Composition['mode']) =>
      row(fixed, moving, { mode }).map((pixel) => Number(pixel === grey(99)));
    expect(scans('wipe')).toEqual([0, 0, 1, 1]);
    expect(scans('lens')).toEqual([0, 0, 0, 1]);
    expect(scans('checker')).toEqual([0, 1, 0, 1]);
  });

  it('shows scan minus CT on a symmetric scale, and nothing where one is missing', () => {
    const pixels = row([0, 0, 100, NaN], [100, -100, 0, 5], { mode: 'difference' });
    expect(pixels).toEqual([
      differenceTable[255],
      differenceTable[0],
      differenceTable[0],
      groundPixel,
    ]);
  });
});
