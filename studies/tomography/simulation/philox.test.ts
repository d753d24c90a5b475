import { describe, expect, it } from 'vitest';
import { measureView } from './photon-noise.ts';
import { philoxBlock } from './philox.ts';

describe('philox', () => {
  // Known answers that come with Random123.
  it.each([
    [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [[-1, -1, -1, -1], [-1, -1], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    ],
  ])('counter %j, key %j', ([c0, c1, c2, c3], [k0, k1], expected) => {
    const out = new Uint32Array(4);
    philoxBlock(c0!, c1!, c2!, c3!, k0!, k1!, out);
    expect([...out].map((word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(expected);
  });
});

describe('photon noise', () => {
  const moments = (mean: number, electronic: number) => {
    const photons = 1e6;
    const view = new Float32Array(20000).fill(mean);
    measureView(view, 3, { photons, electronic, seed: 5 });
    const counts = Array.from(view, (p) => photons * Math.exp(-p));
    const average = counts.reduce((a, b) => a + b, 0) / counts.length;
    const variance = counts.reduce((a, b) => a + (b - average) ** 2, 0) / counts.length;
    return { average, variance };
  };

  it.each([30, 45, 55, 1000])('has mean and variance %d', (mean) => {
    const { average, variance } = moments(mean, 0);
    expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / 20000));
    expect(variance / mean).toBeGreaterThan(0.95);
    expect(variance / mean).toBeLessThan(1.05);
  });

  it('adds electronic noise', () => {
    expect(moments(1000, 20).variance / 1400).toBeCloseTo(1, 1);
  });

  it('differs from view to view and not from run to run', () => {
    const noise = { photons: 1e4, electronic: 5, seed: 1 };
    const run = (view: number) => {
      const pixels = new Float32Array(50).fill(3000);
      measureView(pixels, view, noise);
      return [...pixels];
    };
    expect(run(4)).toEqual(run(4));
    expect(run(4)).not.toEqual(run(5));
  });
});
