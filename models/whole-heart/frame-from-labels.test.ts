import { expect, test } from 'vitest';
import type { HeartFrame } from '../../studies/library/heart-records.ts';
import { frameFromLabels, moved, type ScoutedPlane } from './frame-from-labels.ts';
import { CROP, FRAME_PIXELS } from './graph-shapes.ts';

const frame: HeartFrame = {
  originMm: [0, 0, 0],
  e1: [1, 0, 0],
  e2: [0, 1, 0],
  e3: [0, 0, 1],
  originBy: 'variance',
  septalBy: 'usual',
};

/** A short-axis crop at a height, with discs [class, x mm, y mm, radius mm] about the origin. */
function slice(height: number, discs: readonly (readonly [number, number, number, number])[]) {
  const labels = new Uint8Array(FRAME_PIXELS);
  for (const [label, x, y, radius] of discs) {
    for (let n = 0; n < FRAME_PIXELS; n++) {
      const right = ((n % CROP) - 47.5) * -2;
      const down = (Math.floor(n / CROP) - 47.5) * 2;
      if (Math.hypot(right - x, down - y) < radius) labels[n] = label;
    }
  }
  const grid = { centreMm: [0, 0, height], u: [-1, 0, 0], v: [0, 1, 0] } as const;
  return { shortAxis: true, grid, labels } satisfies ScoutedPlane;
}

test('the origin lies on the axis of a ventricle that leans, half way along it', () => {
  const planes = [-30, -10, 10, 30].map((height) =>
    slice(height, [
      [1, 8 + 0.1 * height, -6, 20],
      [3, 8, 34, 18],
    ]),
  );
  const found = frameFromLabels(frame, planes);
  expect(found.originBy).toBe('labels');
  expect(found.originMm[0]).toBeCloseTo(8, 0);
  expect(found.originMm[1]).toBeCloseTo(-6, 0);
  expect(found.originMm[2]).toBeCloseTo(0, 6);
  expect(found.e1[1]).toBeGreaterThan(0.99);
  expect(moved(frame, found).degrees).toBeGreaterThan(80);
});

test('what the user chose, and what nothing tells, is kept', () => {
  const chosen: HeartFrame = { ...frame, originBy: 'user', septalBy: 'user' };
  expect(frameFromLabels(chosen, [slice(0, [[1, 30, 0, 20]])])).toEqual(chosen);
  expect(frameFromLabels(frame, [slice(0, [])])).toEqual(frame);
  expect(moved(frame, frame)).toEqual({ mm: 0, degrees: 0 });
});
