// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeEngine, refusal } from '../testing/fake-engine.ts';
import { aResult } from '../testing/records.ts';
import { useEvidence } from './evidence.ts';

beforeEach(() => {
  setActivePinia(createPinia());
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const bytes = (...values: number[]) => new Response(Float32Array.from(values));
const result = aResult({
  evidence: {
    projectionsId: 'p1',
    residualPercent: 2.1,
    inputResidualPercent: 6.3,
    perViewPercent: [2, 2.2],
    departureVolume: 'v8',
    departurePercent: 0.4,
    departureHu: 10,
    usedViews: [0, 5],
  },
});

it('reads a measured view by its number in the scan and its residual by that in the evidence', async () => {
  const sent = fakeEngine({
    'GET /api/projections/p1/views': () => bytes(1, 2),
    'GET /api/results/r1/residual': () => bytes(0.5, -0.5),
  });
  const store = useEvidence();
  const view = await store.view(result, 1, 5);
  expect(Array.from(view.measured)).toEqual([1, 2]);
  expect(Array.from(view.residual)).toEqual([0.5, -0.5]);
  await store.view(result, 1, 5);
  expect(sent.map(({ url }) => url).sort()).toEqual([
    '/api/projections/p1/views?from=5&to=6',
    '/api/results/r1/residual?view=1',
  ]);
});

it('asks again after a failure', async () => {
  let answers = 0;
  fakeEngine({
    'GET /api/projections/p1/views': () => bytes(1),
    'GET /api/results/r1/residual': () =>
      answers++ === 0 ? refusal('x', 'The file is gone.', 'Restore it.') : bytes(0),
  });
  const store = useEvidence();
  await expect(store.view(result, 0, 0)).rejects.toThrow('The file is gone.');
  expect(Array.from((await store.view(result, 0, 0)).residual)).toEqual([0]);
});
