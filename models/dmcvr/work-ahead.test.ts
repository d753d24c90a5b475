import { expect, test } from 'vitest';
import { contouredSlices } from './contour-labels.ts';
import { makePhase } from './make-planes.ts';
import { segmentSlices } from './segment-slices.ts';
import { spreadOf } from './spread.ts';
import { tinyRun } from './testing/dense-model.ts';
import { threeSlices } from './testing/three-slices.ts';
import { withheldRows } from './withheld.ts';
import { workAhead } from './work-ahead.ts';

test.each([
  ['linear', false],
  ['between', false],
  ['between', true],
  ['dmcvr', true],
] as const)(
  'the passes foreseen for %s, drawn by contour(): %s, are those that the steps of a run make',
  async (method, contoured) => {
    const { pictures, plan, zMm } = threeSlices();
    const dense = await tinyRun();
    const alone = await segmentSlices(dense, pictures);
    const against = contoured ? pictures : null;
    const segmented = contoured
      ? await contouredSlices(dense, alone, { pictures, against: pictures }, zMm)
      : alone;
    const slices = { pictures, segmented, against };
    const options = { method, steps: 3, seed: 1, samples: 2 };
    await makePhase(dense, slices, plan, options);
    await spreadOf(dense, slices, plan, options);
    const planeIds = ['a', 'b', 'c'];
    await withheldRows(dense, { ...options, slices, zMm, planeIds, phase: 0 });
    const ahead = {
      leadPhases: 1,
      phases: 1,
      toMake: 1,
      correctShifts: false,
      withhold: true,
      contoured,
    };
    expect(dense.worked()).toBe(workAhead(plan, { ...options, ...ahead }) - 1);
    expect(dense.worked()).toBe(dense.passes.reduce((sum, { batch }) => sum + batch, 0));
    expect(Math.max(...dense.passes.map(({ batch }) => batch))).toBeLessThanOrEqual(16);
    await dense.release();
  },
);
