import { describe, expect, it } from 'vitest';
import { arcOf } from './arc.ts';
import { fullTurn, type CircularGeometry } from './circular-geometry.ts';
import { columnWeights, parkerWeight } from './redundancy.ts';

const geometry: CircularGeometry = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 101,
  detectorRows: 2,
  pixelMm: [2, 2],
  anglesDeg: fullTurn(90, 350),
  isocentreMm: [0, 0, 0],
};

describe('arc of a scan', () => {
  it('goes all the way round with views left out, in any order', () => {
    const angles = fullTurn(50, 33).filter((_, n) => n !== 7);
    const arc = arcOf(angles.toReversed());
    expect(arc.full).toBe(true);
    expect(arc.stepRad.reduce((a, b) => a + b, 0)).toBeCloseTo(2 * Math.PI);
  });

  it('begins behind the gap of a short scan', () => {
    const arc = arcOf([10, 350, 330, 50, 30]);
    expect(arc.full).toBe(false);
    expect(arc.lengthRad).toBeCloseTo((80 * Math.PI) / 180);
    expect(arc.placeRad.map((rad) => Math.round((rad * 180) / Math.PI))).toEqual([
      40, 20, 0, 80, 60,
    ]);
    expect(arc.stepRad.reduce((a, b) => a + b, 0)).toBeCloseTo(arc.lengthRad);
  });
});

describe('redundancy weights', () => {
  it("are half the view's share of a full turn", () => {
    for (const weight of columnWeights(geometry, 'auto')) expect(weight).toBeCloseTo(Math.PI / 90);
  });

  it('a ray and its opposite share 1 in a short scan', () => {
    const degree = Math.PI / 180;
    const arc = arcOf(Array.from({ length: 221 }, (_, n) => n));
    for (const fan of [-8, -3, 0, 5, 11]) {
      for (const place of [1, 9, 20, 33]) {
        const opposite = place + 180 - 2 * fan;
        const own = parkerWeight(arc, place * degree, fan * degree);
        const other = opposite <= 220 ? parkerWeight(arc, opposite * degree, -fan * degree) : 0;
        expect(own + other).toBeCloseTo(1);
      }
    }
  });

  it('a ray and its opposite share a displaced panel', () => {
    const shifted = {
      ...geometry,
      detectorOffsetsMm: geometry.anglesDeg.map(() => [60, 0] as const),
    };
    const weights = columnWeights(shifted, 'auto');
    const share = (u: number) => weights[u]! / ((2 * Math.PI) / 90);
    // Column 20 is on the axis; 10 columns to each side are opposite.
    expect(share(20)).toBeCloseTo(0.5);
    for (const off of [3, 10, 17]) expect(share(20 + off) + share(20 - off)).toBeCloseTo(1);
    expect(share(80)).toBeCloseTo(1);
  });
});
