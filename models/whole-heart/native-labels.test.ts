import { expect, test } from 'vitest';
import { CLASSES, CROP, FRAME_PIXELS } from './graph-shapes.ts';
import { toNative } from './native-labels.ts';

/** Logits whose zero line between background and cavity is the circle of a radius about (x, y). */
function circle(x: number, y: number, radius: number) {
  const logits = new Float32Array(CLASSES * FRAME_PIXELS).fill(-20);
  const labels = new Uint8Array(FRAME_PIXELS);
  for (let n = 0; n < FRAME_PIXELS; n++) {
    const inside = radius - Math.hypot((n % CROP) - x, Math.floor(n / CROP) - y);
    logits[n] = -inside;
    logits[FRAME_PIXELS + n] = inside;
    labels[n] = inside > 0 ? 1 : 0;
  }
  return { logits, labels };
}

/** A crop of 2 mm pixels over an image of 1 mm pixels, its corner at (10, 20). */
const halfPixels = {
  cropToImage: [2, 0, 10, 0, 2, 20],
  imageToCrop: [0.5, 0, -5, 0, 0.5, -10],
} as const;
const dims = [256, 256] as const;

test('a border lies between crop pixels, to a fraction of an image pixel', () => {
  const own = new Uint8Array(dims[0] * dims[1]);
  toNative(circle(47.3, 40.6, 12.25), halfPixels, dims, own);
  const pixels = own.reduce((sum, label) => sum + label, 0);
  const wanted = Math.PI * (12.25 * 2) ** 2;
  expect(Math.abs(pixels / wanted - 1)).toBeLessThan(0.01);
  const middle = own.reduce((sum, label, n) => sum + label * (n % dims[0]), 0) / pixels;
  expect(middle).toBeCloseTo(10 + 2 * 47.3, 1);
});

test('what was tidied away does not come back, and nothing lies outside the crop', () => {
  const frame = circle(47, 40, 12);
  frame.labels.fill(0);
  const own = new Uint8Array(dims[0] * dims[1]).fill(0);
  toNative(frame, halfPixels, dims, own);
  expect(own.every((label) => label === 0)).toBe(true);
  const all = { ...frame, labels: new Uint8Array(FRAME_PIXELS).fill(2) };
  toNative(all, halfPixels, dims, own);
  expect(own[25 * dims[0] + 15]).toBe(2);
  expect(own[19 * dims[0] + 15]).toBe(0);
  expect(own[25 * dims[0] + 201]).toBe(0);
});
