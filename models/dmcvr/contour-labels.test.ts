import { expect, test } from 'vitest';
import { Cancelled } from '../runtime/cancellation.ts';
import {
  contouredSlices,
  contourPasses,
  contoursBetween,
  differingPhases,
} from './contour-labels.ts';
import type { DenseRun } from './dense-run.ts';
import { CLASSES, PIXELS } from './graph-shapes.ts';
import { segmentSlices } from './segment-slices.ts';
import { tinyRun } from './testing/dense-model.ts';
import { threeSlices } from './testing/three-slices.ts';

/** A network that says LV everywhere by 1 at share 0 and RV everywhere by 3 at share 1; notes what it was asked. */
function recorder(asked: number[][]): DenseRun {
  return {
    run: (_role, inputs, batch = 1) => {
      const [slices, where] = [inputs['slices'] as Float32Array, inputs['where'] as Float32Array];
      const logits = new Float32Array(batch * CLASSES * PIXELS);
      for (let n = 0; n < batch; n++) {
        const share = where[4 * n]!;
        const greys = Array.from({ length: 8 }, (_, k) => slices[(8 * n + k) * PIXELS]!);
        asked.push([...where.slice(4 * n, 4 * n + 4), ...greys]);
        logits.fill(share === 0 ? 1 : 0, (n * CLASSES + 1) * PIXELS, (n * CLASSES + 2) * PIXELS);
        logits.fill(share === 1 ? 3 : 0, (n * CLASSES + 3) * PIXELS, (n * CLASSES + 4) * PIXELS);
      }
      return Promise.resolve({ logits });
    },
    cancelled: () => false,
    onWork: () => undefined,
  };
}

const flat = (value: number) => new Float32Array(PIXELS).fill(value);
const plain = (labels = new Uint8Array(PIXELS)) => ({ labels, morphology: new Float32Array(1) });
const seen = {
  pictures: [flat(0.5), flat(0.75), flat(1)],
  against: [flat(0.25), flat(0.375), flat(0.625)],
};

test('a slice is asked for beside those before and behind it, at two phases, with the gaps', async () => {
  const asked: number[][] = [];
  const alone = [plain(), plain(), plain()];
  const slices = await contouredSlices(recorder(asked), alone, seen, [0, 8, 20]);
  const first = [0.8, 0, 1.2, 0, 0, 0.5, 1, 0, -0.5, -0.25, 0.25];
  const second = [1.2, 0.8, 0, 0, 0.5, 1, 0, -0.5, -0.25, 0.25, 0];
  expect(asked.map((row) => row.map((value) => +value.toFixed(3)))).toEqual([
    [0, ...first],
    [0, ...second],
    [1, ...first],
    [1, ...second],
  ]);
  expect(asked).toHaveLength(contourPasses(3));
  // The first slice has one voice; the middle one both, of which the louder counts.
  expect(slices.map(({ labels }) => labels[PIXELS >> 1])).toEqual([1, 3, 3]);
});

test('a place between slices is asked for once, at its share', async () => {
  const asked: number[][] = [];
  const places = [{ below: 1, above: 2, share: 0.25 }];
  const labels = await contoursBetween(recorder(asked), seen, places, [0, 8, 20]);
  expect(asked[0]!.slice(0, 4).map((value) => +value.toFixed(3))).toEqual([0.25, 1.2, 0.8, 0]);
  expect(labels).toHaveLength(1);
});

test('one slice alone has no neighbours', async () => {
  const alone = [plain()];
  const one = { pictures: [flat(0.5)], against: [flat(0.5)] };
  expect(await contouredSlices(recorder([]), alone, one, [0])).toEqual(alone);
  expect(contourPasses(1)).toBe(0);
});

test('the phase that differs most is found by the cavity of all slices', () => {
  const cavity = (pixels: number) => plain(new Uint8Array(PIXELS).fill(1, 0, pixels));
  expect(differingPhases([[10, 6, 2, 7].map(cavity), [9, 6, 2, 4].map(cavity)])).toEqual([
    2, 2, 0, 0,
  ]);
  expect(differingPhases([[cavity(4)]])).toEqual([0]);
});

test('a run that is no longer wanted stops', async () => {
  const whole = await tinyRun();
  const { pictures, zMm } = threeSlices();
  const alone = await segmentSlices(whole, pictures);
  await whole.release();
  const dense = await tinyRun(0);
  const same = { pictures, against: pictures };
  await expect(contouredSlices(dense, alone, same, zMm)).rejects.toThrow(Cancelled);
  await dense.release();
});
