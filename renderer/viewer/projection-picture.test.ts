import { describe, expect, it } from 'vitest';
import { dimViews, ownWindow, sinogramPicture, viewPicture } from './projection-picture.ts';
import { windowLine } from './window-level.ts';

describe('a view as a picture', () => {
  it('has columns to the right and the head up', () => {
    // Two columns of three rows, upwards: 0 1 2 and 10 11 12.
    const { columns, rows, values } = viewPicture(Float32Array.of(0, 1, 2, 10, 11, 12), 2, 3);
    expect([columns, rows]).toEqual([2, 3]);
    expect([...values]).toEqual([2, 12, 1, 11, 0, 10]);
  });

  it('is shown in thousandths, so that a window of whole numbers is fine enough', () => {
    const picture = viewPicture(
      Float32Array.from({ length: 400 }, (_, n) => n / 100),
      20,
      20,
    );
    const window = ownWindow(picture)!;
    const { slope, offset } = windowLine(window);
    const shade = (value: number) => value * picture.slope * slope + offset;
    expect(shade(0.02)).toBeCloseTo(0, 0);
    expect(shade(3.97)).toBeCloseTo(255, 0);
  });
});

describe('a window from the picture', () => {
  it('ignores what is not a number and says so when nothing is left', () => {
    const picture = sinogramPicture(
      Float32Array.of(Number.NaN, 1, 3, Number.POSITIVE_INFINITY),
      2,
      2,
    );
    expect(ownWindow(picture)).toEqual({ centre: 2000, width: 2000 });
    expect(ownWindow(sinogramPicture(Float32Array.of(Number.NaN), 1, 1))).toBeNull();
  });

  it('of one value has some width', () => {
    expect(ownWindow(sinogramPicture(Float32Array.of(1, 1), 2, 1))?.width).toBeGreaterThan(0);
  });
});

describe('views that are left out', () => {
  it('are dimmed to a third, every colour by itself, and stay opaque', () => {
    const pixels = Uint32Array.of(0xffffffff, 0xff0000ff, 0xffffffff, 0xff30ff00);
    dimViews(
      pixels,
      2,
      2,
      (y) => y,
      (view) => view === 0,
    );
    expect([...pixels].map((pixel) => pixel.toString(16))).toEqual([
      'ffffffff',
      'ff0000ff',
      'ff545454',
      'ff0f5400',
    ]);
  });
});
