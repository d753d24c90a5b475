import { expect, test } from 'vitest';
import { Cancelled } from '../runtime/cancellation.ts';
import { contextLabels, contextPasses } from './context-labels.ts';
import type { DenseRun } from './dense-run.ts';
import { CLASSES, PIXELS } from './graph-shapes.ts';
import { tinyRun } from './testing/dense-model.ts';
import { threeSlices } from './testing/three-slices.ts';

/** A network whose logit of a class is what one of the two slices shows; notes what it was asked. */
function recorder(asked: number[][]): DenseRun {
  return {
    run: (_role, inputs, batch = 1) => {
      const [pair, where] = [inputs['pair'] as Float32Array, inputs['where'] as Float32Array];
      const logits = new Float32Array(batch * CLASSES * PIXELS);
      for (let n = 0; n < batch; n++) {
        const share = where[2 * n]!;
        asked.push([share, where[2 * n + 1]!, pair[2 * n * PIXELS]!, pair[(2 * n + 1) * PIXELS]!]);
        // At share 0 it says LV everywhere by 1, at share 1 RV everywhere by 3.
        logits.fill(share === 0 ? 1 : 0, (n * CLASSES + 1) * PIXELS, (n * CLASSES + 2) * PIXELS);
        logits.fill(share === 1 ? 3 : 0, (n * CLASSES + 3) * PIXELS, (n * CLASSES + 4) * PIXELS);
      }
      return Promise.resolve({ logits, image: new Float32Array(batch * PIXELS) });
    },
    cancelled: () => false,
    onWork: () => undefined,
  };
}

const flat = (value: number) => new Float32Array(PIXELS).fill(value);

test('a slice is asked for beside the one above and the one below, with the gap', async () => {
  const asked: number[][] = [];
  const labels = await contextLabels(recorder(asked), [flat(0.5), flat(0.75), flat(1)], [0, 8, 20]);
  expect(asked.map((row) => row.map((value) => +value.toFixed(3)))).toEqual([
    [0, 0.8, 0, 0.5],
    [0, 1.2, 0.5, 1],
    [1, 0.8, 0, 0.5],
    [1, 1.2, 0.5, 1],
  ]);
  expect(asked).toHaveLength(contextPasses(3));
  // The first slice has one voice; the middle one both, of which the louder counts.
  expect(labels!.map((slice) => slice[PIXELS >> 1])).toEqual([1, 3, 3]);
});

test('one slice alone has no neighbours', async () => {
  expect(await contextLabels(recorder([]), [flat(0.5)], [0])).toBeNull();
  expect(contextPasses(1)).toBe(0);
});

test('a run that is no longer wanted stops', async () => {
  const dense = await tinyRun(0);
  const { pictures, zMm } = threeSlices();
  await expect(contextLabels(dense, pictures, zMm)).rejects.toThrow(Cancelled);
  await dense.release();
});
