// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine, refusal } from '../testing/fake-engine.ts';
import { aDense } from '../testing/dense.ts';
import { aJob, aSeries, aStudy, aVolume } from '../testing/records.ts';
import { tellDense } from './dense-done.ts';
import { useDenseImplicit } from './dense-implicit.ts';
import { useDense } from './dense.ts';
import { useJobs } from './jobs.ts';
import { useLibrary } from './library.ts';
import { useReading } from './reading.ts';
import { useToasts } from './toasts.ts';

const cine = aVolume({ id: 'v1', kind: 'cine', dims: [16, 12, 3], phases: 4 });
const study = aStudy([aSeries([cine])]);
const job = (given: object = {}) =>
  aJob({ id: 'j', kind: 'densify', params: { studyUid: '1.2' }, ...given });

beforeEach(() => {
  setActivePinia(createPinia());
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('dense hearts', () => {
  it('are told newest first, of one study alone', async () => {
    fakeEngine({
      'GET /api/studies/1.2/dense': {
        dense: [aDense({ id: 'old', created: '2026-01-01' }), aDense({ id: 'new' })],
      },
      'GET /api/studies/9/dense': { dense: [aDense({ id: 'other', studyUid: '9' })] },
    });
    const dense = useDense();
    await dense.load('1.2');
    await dense.load('9');
    await dense.load('1.2');
    expect(dense.ofStudy('1.2').map(({ id }) => id)).toEqual(['new', 'old']);
    expect(dense.loaded.has('9')).toBe(true);
  });

  it('say in their own panel why a run was refused or a list could not be read', async () => {
    let full = true;
    const sent = fakeEngine({
      'GET /api/studies/1.2/dense': () => refusal('x', 'The disk is gone.', 'Plug it in.'),
      'POST /api/jobs': () =>
        full ? refusal('dense/gap', 'Two slices lie 31 mm apart.', 'Fill wide gaps.') : job(),
    });
    const dense = useDense();
    await dense.load('1.2');
    expect(dense.failures.get('1.2')).toMatchObject({ message: 'The disk is gone.' });
    await dense.run('1.2', { method: 'linear' });
    expect(dense.refusals.get('1.2')).toMatchObject({ code: 'dense/gap' });
    expect(useToasts().toasts).toEqual([]);
    full = false;
    await dense.run('1.2', { acrossWideGaps: true });
    expect(dense.refusals.size).toBe(0);
    expect(sent.at(-1)?.body).toEqual({
      kind: 'densify',
      studyUid: '1.2',
      params: { acrossWideGaps: true },
    });
    expect(dense.jobOf('1.2')?.id).toBe('j');
  });

  it('know the run that goes on and the last one that failed', () => {
    const dense = useDense();
    const jobs = useJobs();
    jobs.take(job({ state: 'failed', createdAt: '2026-01-01T00:00:00Z' }));
    expect([dense.jobOf('1.2'), dense.failedJobOf('1.2')?.id]).toEqual([undefined, 'j']);
    jobs.take(job({ id: 'k', state: 'done', createdAt: '2026-01-02T00:00:00Z' }));
    expect(dense.failedJobOf('1.2')).toBeUndefined();
    jobs.take(job({ id: 'h', kind: 'heart', state: 'running' }));
    expect(dense.jobOf('1.2')).toBeUndefined();
  });

  it('show a finished run where its reader waits for it, and only offer it elsewhere', async () => {
    fakeEngine({
      'GET /api/studies': { studies: [study] },
      'GET /api/studies/1.2/dense': { dense: [aDense()] },
      'PUT /api/settings/reading': { ok: true },
    });
    await useLibrary().load();
    const reading = useReading();
    reading.open(study);
    await tellDense(job({ state: 'done', resultId: 'd1' }));
    expect(reading.shown?.kind).toBe('volume');
    useToasts().toasts[0]?.button?.run();
    expect(reading.shown).toEqual({ kind: 'dense', volumeId: 'v1', denseId: 'd1' });
    await tellDense(job({ state: 'done', resultId: 'd2' }));
    expect(reading.shown).toMatchObject({ denseId: 'd2' });
    reading.forgetDense('d2');
    expect(reading.shown).toMatchObject({ denseId: null });
  });
});

describe('the second opinion', () => {
  const summary = {
    phases: [0],
    bodies: [{ name: 'lvCavity', distanceMm: 1.2, volumeMl: -3 }],
  };
  const fit = (given: object = {}) =>
    aJob({ id: 'i', kind: 'implicit', params: { denseId: 'd1' }, ...given });

  it('is read where there is one, asked for where there is none, and read again when it ends', async () => {
    let made = false;
    fakeEngine({
      'GET /api/dense/d1/implicit/summary': () => Response.json(made ? summary : null),
      'POST /api/dense/d1/implicit': () => fit({ state: 'running' }),
    });
    const implicit = useDenseImplicit();
    await implicit.load('d1');
    expect(implicit.summaries.get('d1')).toBeNull();
    await implicit.fit('d1');
    expect(implicit.jobOf('d1')?.id).toBe('i');
    made = true;
    useJobs().take(fit({ state: 'done' }));
    await implicit.tell(fit({ state: 'done' }));
    expect(implicit.jobOf('d1')).toBeUndefined();
    expect(implicit.summaries.get('d1')).toEqual(summary);
  });

  it('says in its own place why it could not be fitted', async () => {
    fakeEngine({
      'POST /api/dense/d1/implicit': () => refusal('x', 'Another fit runs.', 'Wait for it.'),
    });
    const implicit = useDenseImplicit();
    await implicit.fit('d1');
    expect(implicit.failures.get('d1')).toMatchObject({ message: 'Another fit runs.' });
    useJobs().take(fit({ state: 'failed' }));
    expect(implicit.failedJobOf('d1')?.id).toBe('i');
  });
});
