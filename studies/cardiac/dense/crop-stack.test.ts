import { describe, expect, test } from 'vitest';
import { cropGrid } from '../planes/crop-grid.ts';
import { nativeCrop } from '../planes/crop-plane.ts';
import { analyticHeart } from '../testing/analytic-heart.ts';
import { cropOf, cropStack, type StackPixels } from './crop-stack.ts';
import { middleFrame, stackOfHeart } from './testing/dense-case.ts';

const heart = analyticHeart();
const frame = middleFrame(heart);
const pixels96 = 96 * 96;

/** Slices of a stack with values by slice, phase and image pixel. */
function stack(
  depthsMm: readonly number[],
  value: (slice: number, phase: number, at: number) => number,
  phasesOf: (slice: number) => number = () => 4,
): StackPixels[] {
  return stackOfHeart(heart, { depthsMm }).map(({ plane }, k) => {
    const count = plane.dims[0] * plane.dims[1];
    const phases = phasesOf(k);
    return {
      plane: { ...plane, phases },
      pixels: Float32Array.from({ length: phases * count }, (_, n) =>
        value(k, Math.floor(n / count), n % count),
      ),
    };
  });
}

describe('the crops of a stack', () => {
  test('share one scale: what is twice as bright stays so', () => {
    const all = stack([20, 30, 40], (slice, _, at) => 100 * (slice + 1) + (at % 191) / 191);
    const crops = cropStack(all, frame, 4);
    const middles = [0, 1, 2].map((k) => cropOf(crops, k, 0)[47 * 96 + 47]!);
    expect(middles[0]).toBeLessThan(0.01);
    expect(middles[1]).toBeCloseTo(0.5, 1);
    expect(middles[2]).toBeGreaterThan(0.99);
    expect(crops.low).toBeCloseTo(100, -1);
    expect(crops.span).toBeCloseTo(201, -1);
    // Each slice on a scale of its own would fill 0..1.
    expect(Math.max(...nativeCrop(all[0]!.pixels, all[0]!.plane, frame))).toBe(1);
  });

  test('of one slice are those of the whole heart', () => {
    const [one] = stack([30], (_, phase, at) => Math.sin(at / 50) * 40 + phase);
    const { values } = cropStack([one!], frame, 4);
    expect(values).toEqual(nativeCrop(one!.pixels, one!.plane, frame));
  });

  test('come at the lead phases, periodic and linear', () => {
    const all = stack(
      [20, 30],
      (slice, phase, at) => (slice === 0 ? 10 * phase : (at % 191) / 4),
      (slice) => (slice === 0 ? 4 : 8),
    );
    const crops = cropStack(all, frame, 8);
    const value = (phase: number) =>
      cropOf(crops, 0, phase)[47 * 96 + 47]! * crops.span + crops.low;
    [0, 5, 10, 15, 20, 25, 30, 15].forEach((wanted, phase) =>
      expect(value(phase)).toBeCloseTo(wanted, 2),
    );
    expect(crops.values).toHaveLength(2 * 8 * pixels96);
  });

  test('are 0 outside the image, which does not count for the scale', () => {
    const [whole] = stack([30], () => 0);
    const plane = { ...whole!.plane, dims: [60, 171] as [number, number] };
    const pixels = Float32Array.from({ length: 4 * 60 * 171 }, (_, n) => 500 + (n % 60));
    const crops = cropStack([{ plane, pixels }], frame, 4);
    expect(crops.low).toBeGreaterThanOrEqual(500);
    const { imageToCrop } = cropGrid(plane, frame);
    const edge = Math.round(imageToCrop[0] * 59.5 + imageToCrop[2]);
    const row = cropOf(crops, 0, 0).subarray(47 * 96, 48 * 96);
    const outside = imageToCrop[0] > 0 ? row.subarray(edge + 2) : row.subarray(0, edge - 1);
    expect(outside.length).toBeGreaterThan(5);
    expect(outside.every((v) => v === 0)).toBe(true);
  });

  test('of an even stack are 0, not NaN', () => {
    const { values } = cropStack(
      stack([20, 30], () => 7),
      frame,
      4,
    );
    expect(values.every((v) => v === 0)).toBe(true);
  });
});
