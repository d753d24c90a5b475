import { describe, expect, it } from 'vitest';
import { ContourSamples, type SampleBatch } from './contour-samples.ts';
import { fitQuadric, quadricAt } from './quadric.ts';
import { planeAlongZ, range, sphere, stackOf } from './testing/solids.ts';

const inside = (label: number) => label === 1;
const batchOf = (count: number): SampleBatch => ({
  points: new Float32Array(count * 3),
  signedMm: new Float32Array(count),
});
const stack = stackOf(sphere(30), range(-25, 25, 10));

describe('samples of outlines', () => {
  it('hold the signed distance to the circle that the plane cuts', () => {
    const samples = ContourSamples.of(stack, inside, 1)!;
    const batch = batchOf(2000);
    samples.drawShown(batch);
    let [near, checkedPoints] = [0, 0];
    for (let s = 120; s < 2000; s++) {
      const [u, v, n] = [0, 1, 2].map(
        (a) => batch.points[s * 3 + a]! + samples.box.centreMm[a]!,
      ) as [number, number, number];
      const mm = Math.sqrt(30 ** 2 - n ** 2) - Math.hypot(u, v);
      if (Math.abs(mm) > 18) continue;
      expect(Math.abs(batch.signedMm[s]! - mm)).toBeLessThan(1.2);
      checkedPoints++;
      if (Math.abs(mm) < 11) near++;
    }
    expect(checkedPoints).toBeGreaterThan(1000);
    expect(near / 1880).toBeGreaterThan(0.6);
  });

  it('come nearer to the outlines from coarse to fine', () => {
    const samples = ContourSamples.of(stack, inside, 1)!;
    const close = ([0, 1, 2] as const).map((level) => {
      const batch = batchOf(1000);
      samples.draw(batch, level);
      return batch.signedMm.filter((mm) => Math.abs(mm) < 2.5).length;
    });
    expect(close[1]).toBeGreaterThan(1.2 * close[0]!);
    expect(close[2]).toBeGreaterThan(1.2 * close[1]!);
  });

  it('close a stack one gap beyond its last slice, and further where a long axis shows more', () => {
    const short = ContourSamples.of(stack.slice(0, 4), inside, 1)!.box;
    expect(short.gapMm).toBeCloseTo(10);
    expect(short.centreMm[2] + short.halfMm[2]).toBeCloseTo(15);
    const long = [...stack.slice(0, 4), planeAlongZ(sphere(30), 20, 0)];
    const box = ContourSamples.of(long, inside, 1)!.box;
    expect(box.centreMm[2] + box.halfMm[2]).toBeGreaterThan(33);
    expect(box.centreMm[2] + box.halfMm[2]).toBeLessThan(36);
  });

  it('start from a quadric that is already the sphere', () => {
    const samples = ContourSamples.of(stack, inside, 1)!;
    const batch = batchOf(4096);
    samples.drawShown(batch);
    const quadric = fitQuadric(batch, 40);
    for (const [x, y, z] of [
      [1, 0, 0],
      [0, -1, 0],
      [0, 0.6, 0.8],
      [0.6, 0, -0.8],
      [0, 0, 1],
    ]) {
      const at = (radius: number) => {
        const place = [x!, y!, z!].map((d, a) => d * radius - samples.box.centreMm[a]!);
        return quadricAt(quadric, Float32Array.from(place), 0, 40);
      };
      expect(at(29)).toBeGreaterThan(0);
      expect(at(31)).toBeLessThan(0);
    }
  });
});
