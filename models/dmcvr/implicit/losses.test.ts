import { describe, expect, it } from 'vitest';
import { NormalNoise } from '../../runtime/noise.ts';
import { outlineLoss, smoothnessLoss } from './losses.ts';

const noise = new NormalNoise(7);
const normals = (count: number, times: number) =>
  Float32Array.from({ length: count }, () => times * noise.normal());

function expectSlopes(loss: (slopes: Float32Array) => number, values: Float32Array): void {
  const slopes = new Float32Array(values.length);
  loss(slopes);
  const ignored = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const kept = values[i]!;
    values[i] = kept + 1 / 64;
    const above = loss(ignored);
    values[i] = kept - 1 / 64;
    const difference = (above - loss(ignored)) * 32;
    values[i] = kept;
    expect(Math.abs(difference - slopes[i]!)).toBeLessThan(0.01);
  }
  expect(slopes.some((slope) => Math.abs(slope) > 0.05)).toBe(true);
}

describe('the losses', () => {
  it('of outlines has the slopes that differences find', () => {
    const values = normals(24, 6);
    const signedMm = normals(24, 6);
    expectSlopes((slopes) => outlineLoss(values, signedMm, slopes), values);
  });

  it('asks for a side and a least value, and for little more far from an outline', () => {
    const slopes = new Float32Array(4);
    const signedMm = Float32Array.of(4, -4, 12, -12);
    expect(outlineLoss(Float32Array.of(4, -4, 60, -60), signedMm, slopes)).toBe(0);
    expect(outlineLoss(Float32Array.of(-1, 1, -1, 1), signedMm, slopes)).toBeGreaterThan(5);
  });

  it('of smoothness has the slopes that differences find', () => {
    const values = normals(2 + 3 * 6, 8);
    const quadric = normals(values.length, 5);
    const stepsMm = Float32Array.of(2, 2.5, 3, 3.5, 4, 5);
    const weights = { bending: 0.7, steepness: 2 };
    const loss = (slopes: Float32Array) => {
      const added = values.map((value, i) => value - quadric[i]!);
      return smoothnessLoss(values, added, 2, stepsMm, weights, slopes);
    };
    expectSlopes(loss, values);
  });

  it('of smoothness is nothing for a plain slope', () => {
    const line = Float32Array.of(-2, 0, 2);
    const slopes = new Float32Array(3);
    const weights = { bending: 1, steepness: 1 };
    expect(smoothnessLoss(line, line, 0, Float32Array.of(2), weights, slopes)).toBe(0);
    expect([...slopes].map(Math.abs)).toEqual([0, 0, 0]);
  });
});
