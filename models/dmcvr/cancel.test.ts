import { expect, test } from 'vitest';
import { Cancelled } from '../runtime/cancellation.ts';
import { makePhase } from './make-planes.ts';
import { segmentSlices } from './segment-slices.ts';
import { tinyRun } from './testing/dense-model.ts';
import { threeSlices } from './testing/three-slices.ts';

test.each([
  ['between', 0],
  ['dmcvr', 1],
  ['dmcvr', 5],
  ['dmcvr', 12],
] as const)('%s stops after pass %i once it is cancelled', async (method, passes) => {
  const { pictures, plan } = threeSlices();
  const free = await tinyRun();
  const segmented = await segmentSlices(free, pictures);
  const slices = { pictures, segmented, against: null };
  const dense = await tinyRun(passes);
  const making = makePhase(dense, slices, plan, { method, steps: 3 });
  await expect(making).rejects.toBeInstanceOf(Cancelled);
  expect(dense.passes).toHaveLength(passes);
  await Promise.all([free.release(), dense.release()]);
});

test('segmentation too, and before its first batch', async () => {
  const dense = await tinyRun(0);
  await expect(segmentSlices(dense, threeSlices().pictures)).rejects.toBeInstanceOf(Cancelled);
  expect(dense.passes).toEqual([]);
  await dense.release();
});
