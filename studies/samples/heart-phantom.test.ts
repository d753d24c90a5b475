import { describe, expect, it } from 'vitest';
import { contraction } from './beat.ts';
import { heartSignal } from './heart-phantom.ts';
import { sampleHeartTruth } from './heart-truth.ts';

/** Bright blood below the mitral plane and away from the right ventricle, counted on a 1.5 mm grid. */
function leftVentricleMl(c: number): number {
  const mm = 1.5;
  let count = 0;
  for (let s = 12 * c + mm / 2; s < 80; s += mm)
    for (let u = -30; u < 30; u += mm)
      for (let v = -30; v < 30; v += mm) if (heartSignal([s, u, v], c) === 620) count++;
  return (count * mm ** 3) / 1000;
}

describe('the sample heart', () => {
  it('beats: full at the R wave, smallest at 36 % of it, periodic', () => {
    expect([contraction(0), contraction(0.36), contraction(1)]).toEqual([0, 1, 0]);
    for (let t = 0; t < 1; t += 0.01) {
      expect(contraction(t)).toBeGreaterThanOrEqual(0);
      expect(contraction(t)).toBeLessThanOrEqual(1);
      expect(Math.abs(contraction(t + 0.01) - contraction(t))).toBeLessThan(0.08);
    }
  });

  it('holds the volumes it says, papillary muscles apart', () => {
    for (const [c, cavity] of [
      [0, sampleHeartTruth.lvEdvMl],
      [1, sampleHeartTruth.lvEsvMl],
    ] as const) {
      const papillaries = (2 * Math.PI * 4.2 ** 2 * 28) / 1000;
      const found = leftVentricleMl(c);
      expect(found).toBeLessThan(cavity);
      expect(found).toBeGreaterThan(0.95 * (cavity - papillaries));
    }
  });
});
