import { describe, expect, it } from 'vitest';
import { drawOrbit, nearestView, type Orbit } from './orbit.ts';

const orbit: Orbit = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorWidthMm: 400,
  fieldOfViewRadiusMm: 130,
  anglesDeg: [0, 90, 180, 270],
  detectorShiftMm: null,
};

describe('the drawing of an orbit', () => {
  it('is an axial picture: anterior up, the patient’s left to the right', () => {
    const { sources } = drawOrbit(orbit, 0);
    const [front, left, back, right] = sources as [number, number][];
    expect(front).toEqual([0.5, expect.closeTo(0.04)]);
    expect(left).toEqual([expect.closeTo(0.96), expect.closeTo(0.5)]);
    expect(back).toEqual([expect.closeTo(0.5), expect.closeTo(0.96)]);
    expect(right).toEqual([expect.closeTo(0.04), expect.closeTo(0.5)]);
  });

  it('puts the panel across from the source, as wide as it is', () => {
    const { detector, orbitRadius } = drawOrbit(orbit, 0);
    const scale = orbitRadius / 1000;
    expect(detector[0]).toEqual([
      expect.closeTo(0.5 - 200 * scale),
      expect.closeTo(0.5 + 500 * scale),
    ]);
    expect(detector[1][0] - detector[0][0]).toBeCloseTo(400 * scale);
  });

  it('shifts a half-fan panel along the way the source goes', () => {
    const shifted = { ...orbit, detectorShiftMm: [100, 100, 100, 100] };
    const scale = drawOrbit(shifted, 0).orbitRadius / 1000;
    const middle = (view: number) => {
      const [a, b] = drawOrbit(shifted, view).detector;
      return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    };
    expect(middle(0)).toEqual([
      expect.closeTo(0.5 + 100 * scale),
      expect.closeTo(0.5 + 500 * scale),
    ]);
    // Source at the patient's left, panel at the right; it goes on to the back.
    expect(middle(1)).toEqual([
      expect.closeTo(0.5 - 500 * scale),
      expect.closeTo(0.5 + 100 * scale),
    ]);
  });

  it('finds the view a mouse points at', () => {
    const drawing = drawOrbit(orbit, 0);
    expect(nearestView(drawing, [0.9, 0.55])).toBe(1);
    expect(nearestView(drawing, [0.5, 0.9])).toBe(2);
  });
});
