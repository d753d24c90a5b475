// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine } from '../testing/fake-engine.ts';
import { aJob, aScan, aSeries, aStudy, aVolume } from '../testing/records.ts';
import { useJobs } from './jobs.ts';
import { useLibrary } from './library.ts';
import { takeEvent } from './live.ts';
import { useProjections } from './projections.ts';
import { useReading } from './reading.ts';
import { useToasts } from './toasts.ts';

const ct = aVolume({ id: 'ct', kind: 'ct', views: null });
const sparse = aVolume({ id: 'sparse', views: 50, projectionsId: 'p1' });
const dense = aVolume({ id: 'dense', views: 400 });
const study = aStudy([aSeries([ct])], { projections: [aScan()] });
const later = aStudy([aSeries([ct]), aSeries([dense, sparse], { uid: '9' })], {
  projections: [aScan()],
});
const answers = {
  'GET /api/studies': { studies: [later] },
  'PUT /api/settings/reading': { ok: true },
};

beforeEach(() => {
  setActivePinia(createPinia());
  fakeEngine(answers);
  useLibrary().studies = [study];
});
afterEach(() => vi.unstubAllGlobals());

const reconstructed = aJob({
  kind: 'reconstruct',
  state: 'done',
  sourceVolumeId: null,
  params: { projectionsId: 'p1', method: 'fdk' },
  made: { projections: [], volumes: ['sparse'] },
});
const simulated = aJob({
  kind: 'simulate',
  state: 'done',
  sourceVolumeId: 'ct',
  made: { projections: ['p1', 'p2'], volumes: ['dense', 'sparse'] },
});
const finish = (job: typeof simulated) => takeEvent({ type: 'job', job });

describe('a finished reconstruction', () => {
  it('opens for who waits before its projections', async () => {
    useReading().open(study);
    useReading().show({ kind: 'projections', projectionsId: 'p1' });
    await finish(reconstructed);
    expect(useReading().shown).toEqual({ kind: 'volume', volumeId: 'sparse' });
    expect(useToasts().toasts).toEqual([]);
  });

  it('is only offered to who reads something else', async () => {
    useReading().open(study);
    await finish(reconstructed);
    expect(useReading().shown).toEqual({ kind: 'volume', volumeId: 'ct' });
    useToasts().toasts[0]?.button?.run();
    expect(useReading().shown).toEqual({ kind: 'volume', volumeId: 'sparse' });
  });

  it('is offered in the list of studies, and opens its study', async () => {
    await finish(reconstructed);
    expect(useReading().study).toBeUndefined();
    useToasts().toasts[0]?.button?.run();
    expect(useReading().study?.uid).toBe(study.uid);
    expect(useReading().shown).toEqual({ kind: 'volume', volumeId: 'sparse' });
  });
});

describe('a finished simulation', () => {
  it('puts the sparse volume beside the dense one', async () => {
    useReading().open(study);
    useReading().setSide('simulate');
    await finish(simulated);
    expect(useReading().shown).toEqual({ kind: 'pair', volumeId: 'sparse', againstId: 'dense' });
  });
});

describe('projections', () => {
  it('are found with their study and left when they are removed', async () => {
    const sent = fakeEngine({
      ...answers,
      'DELETE /api/projections/p1': { ok: true },
      'POST /api/projections/p1/restore': { ok: true },
    });
    const reading = useReading();
    reading.open(study);
    reading.show({ kind: 'projections', projectionsId: 'p1' });
    expect(reading.projections?.id).toBe('p1');
    await useProjections().remove(aScan());
    expect(reading.shown).toEqual({ kind: 'volume', volumeId: 'ct' });
    useToasts().toasts[0]?.button?.run();
    await vi.waitFor(() =>
      expect(sent.map(({ method, url }) => `${method} ${url}`)).toContain(
        'POST /api/projections/p1/restore',
      ),
    );
  });

  it('are what a study without a picture opens with', () => {
    const bare = aStudy([], { projections: [aScan()] });
    useReading().open(bare);
    expect(useReading().shown).toEqual({ kind: 'projections', projectionsId: 'p1' });
  });
});

describe('a reconstruction that is asked for', () => {
  it('goes to the engine as the contract says and joins the queue', async () => {
    const queued = aJob({ kind: 'reconstruct', params: { projectionsId: 'p1' } });
    const sent = fakeEngine({ 'POST /api/jobs': queued });
    await useJobs().reconstruct('p1', { method: 'os-sart', everyNth: 2, iterations: 5 });
    expect(sent[0]?.body).toEqual({
      kind: 'reconstruct',
      projectionsId: 'p1',
      params: { method: 'os-sart', everyNth: 2, iterations: 5 },
    });
    expect(useJobs().waiting).toHaveLength(1);
  });
});
