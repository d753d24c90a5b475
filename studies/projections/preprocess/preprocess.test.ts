import { describe, expect, it } from 'vitest';
import { findBadPixels, repairBadPixels } from './bad-pixels.ts';
import { binInto } from './binned.ts';
import { fillPixels } from './fill-pixels.ts';
import { correctFlatField } from './flat-field.ts';
import { airIntensity, mostLineIntegral, toLineIntegrals } from './log-conversion.ts';
import { fillNotNumbers } from './not-numbers.ts';

const slope = (x: number, y: number) => 3 + 0.5 * x - 0.2 * y;
const plane = (width: number, height: number) =>
  Float32Array.from({ length: width * height }, (_, n) => slope(n % width, Math.floor(n / width)));

describe('filling in', () => {
  it('meets a slope exactly inside, and stays near it in a corner', () => {
    const picture = plane(9, 7);
    picture[3 * 9 + 4] = 99;
    picture[0] = -99;
    fillPixels(picture, 9, [3 * 9 + 4, 0]);
    expect(picture[3 * 9 + 4]).toBeCloseTo(slope(4, 3), 5);
    expect(Math.abs(picture[0] - slope(0, 0))).toBeLessThan(0.3);
  });

  it('does not take bad neighbours for good ones', () => {
    const picture = plane(9, 7);
    const block = [20, 21, 29, 30, 38, 39];
    for (const place of block) picture[place] = 1000;
    fillPixels(picture, 9, block);
    for (const place of block) {
      expect(Math.abs(picture[place]! - slope(place % 9, Math.floor(place / 9)))).toBeLessThan(1);
    }
  });

  it('counts what is not a number and leaves a hopeless picture alone', () => {
    const picture = plane(5, 5);
    picture[12] = NaN;
    picture[3] = -Infinity;
    expect(fillNotNumbers(picture, 5)).toBe(2);
    expect(picture.every(Number.isFinite)).toBe(true);
    const hopeless = new Float32Array(25).fill(NaN);
    expect(fillNotNumbers(hopeless, 5)).toBe(25);
    expect(hopeless[0]).toBeNaN();
  });
});

describe('log conversion', () => {
  it('is Beer’s law, keeps noise around air, and cuts off darkness', () => {
    const values = Float32Array.from([1000, 500, 1010, 0, -5, NaN]);
    expect(toLineIntegrals(values, 1000)).toBe(3);
    expect([...values]).toEqual([
      0,
      expect.closeTo(Math.LN2, 6),
      expect.closeTo(-Math.log(1.01), 6),
      expect.closeTo(mostLineIntegral, 5),
      expect.closeTo(mostLineIntegral, 5),
      expect.closeTo(mostLineIntegral, 5),
    ]);
  });

  it('finds air in the one view that sees past the object, not in a hot pixel', () => {
    const views = new Float32Array(3 * 1000).fill(200);
    views.fill(900, 1000, 1100);
    views[2500] = 60000;
    expect(airIntensity(views, 1000)).toBe(900);
  });
});

describe('flat field', () => {
  it('makes 1 of what meets nothing, and NaN of dead pixels', () => {
    const picture = Float32Array.from([110, 60, 35, 50]);
    correctFlatField(picture, Float32Array.from([110, 60, 60, 10]), new Float32Array(4).fill(10));
    expect([...picture]).toEqual([1, 1, 0.5, NaN]);
  });
});

describe('bad pixels', () => {
  const [us, vs, views] = [24, 20, 6];
  /** An edge that moves from view to view, with noise. */
  const moving = () =>
    Float32Array.from({ length: views * us * vs }, (_, n) => {
      const [view, u] = [Math.floor(n / (us * vs)), Math.floor(n / vs) % us];
      return (u > 4 + 3 * view ? 2 : 0.5) + 0.01 * Math.sin(n * 12.9898);
    });

  it('finds dead, hot and neighbouring ones, and no moving edge', () => {
    const scan = moving();
    const bad = [5 * vs + 7, 5 * vs + 8, 20 * vs + 3];
    for (let view = 0; view < views; view++) {
      for (const place of bad) scan[view * us * vs + place] = 9;
    }
    expect(findBadPixels(scan, us, vs)).toEqual(bad);
    repairBadPixels(scan, us, vs, bad);
    for (const [n, value] of moving().entries()) {
      if (bad.includes(n)) expect(Math.abs(scan[n]! - value)).toBeLessThan(1);
    }
    expect(findBadPixels(scan, us, vs)).toEqual([]);
  });

  it('finds none in a sound scan', () => {
    expect(findBadPixels(moving(), us, vs)).toEqual([]);
  });
});

describe('binning', () => {
  // Two rows of five columns: 0 to 4, 5 to 9.
  const picture = Float32Array.from({ length: 10 }, (_, n) => n);

  it('turns [row][column] to [u][v], feet first', () => {
    const out = new Float32Array(10);
    binInto(out, picture, 5, 'feet', 1);
    expect([...out]).toEqual([0, 5, 1, 6, 2, 7, 3, 8, 4, 9]);
    binInto(out, picture, 5, 'head', 1);
    expect([...out]).toEqual([5, 0, 6, 1, 7, 2, 8, 3, 9, 4]);
  });

  it('takes means and leaves an odd column off', () => {
    const out = new Float32Array(2);
    binInto(out, picture, 5, 'feet', 2);
    expect([...out]).toEqual([3, 5]);
  });
});
