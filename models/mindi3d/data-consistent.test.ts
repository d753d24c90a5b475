import { expect, test } from 'vitest';
import { inThisThread } from '../../studies/tomography/in-this-thread.ts';
import { measuredBody, place, type MeasuredBody } from '../../test/fixtures/measured-body.ts';
import { dataConsistentStart } from './data-consistent.ts';

const settings = {
  iterations: 4,
  subsets: 10,
  relaxation: 0.9,
  decay: 0.95 as const,
  tvWeightHu: 2,
  tvIterations: 12 as const,
  extendZ: 0.08,
};

/** Mean absolute error in the two outermost slices at each end, HU. */
function errorAtEnds({ inside, truth }: MeasuredBody, hu: Int16Array): number {
  const [columns, rows, slices] = place.dims;
  let sum = 0;
  let voxels = 0;
  for (let n = 0; n < hu.length; n++) {
    const k = Math.floor(n / (columns * rows));
    if (inside[n] === 0 || (k > 1 && k < slices - 2)) continue;
    sum += Math.abs(hu[n]! - truth[n]!);
    voxels++;
  }
  return sum / voxels;
}

test('slices beyond the ends take up what the body absorbs there', async () => {
  // A panel high enough that many rays leave the slices.
  const body = await measuredBody(30, { detectorRows: 40 });
  const measured = { place, ...body, beam: inThisThread() };
  const longer = await dataConsistentStart(measured, body.fdk, settings);
  const cut = await dataConsistentStart(measured, body.fdk, { ...settings, extendZ: 0 });
  expect(errorAtEnds(body, longer)).toBeLessThan(0.6 * errorAtEnds(body, cut));
});
