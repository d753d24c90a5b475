// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine, refusal } from '../testing/fake-engine.ts';
import { aJob, aResult, aSeries, aStudy, aVolume } from '../testing/records.ts';
import { useComparisons } from './comparisons.ts';
import { useImports } from './imports.ts';
import { useJobs } from './jobs.ts';
import { useLibrary } from './library.ts';
import { takeEvent } from './live.ts';
import { useReading } from './reading.ts';
import { useResults } from './results.ts';
import { useSettings } from './settings.ts';
import { useToasts } from './toasts.ts';

beforeEach(() => {
  setActivePinia(createPinia());
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const study = aStudy([aSeries([aVolume()])]);
const ok = { ok: true };

describe('library', () => {
  it('removes a study at once and brings it back by Undo', async () => {
    const sent = fakeEngine({
      'GET /api/studies': { studies: [study] },
      'DELETE /api/studies/1.2': ok,
      'POST /api/studies/1.2/restore': ok,
    });
    const library = useLibrary();
    await library.load();
    await library.remove(study);
    expect(library.studies).toEqual([]);
    useToasts().toasts[0]?.button?.run();
    await vi.waitFor(() => expect(library.studies).toHaveLength(1));
    expect(sent.map((s) => s.method)).toEqual(['GET', 'DELETE', 'POST', 'GET']);
  });

  it('keeps a study that could not be removed and says why', async () => {
    fakeEngine({
      'GET /api/studies': { studies: [study] },
      'DELETE /api/studies/1.2': refusal('x', 'The disk is full.', 'Free some space.'),
    });
    const library = useLibrary();
    await library.load();
    await library.remove(study);
    expect(library.studies).toHaveLength(1);
    expect(useToasts().toasts[0]).toMatchObject({
      message: 'The disk is full.',
      advice: 'Free some space.',
    });
  });
});

describe('comparisons', () => {
  it('measure against the reference, so that a bias is measured minus reference; once', async () => {
    const numbers = {
      psnrDb: 30,
      ssim: 0.8,
      rmseHu: 60,
      maeHu: 40,
      biasHu: 7.7,
      dataRangeHu: 2000,
      voxels: 1,
    };
    const sent = fakeEngine({ 'POST /api/compare': numbers });
    const comparisons = useComparisons();
    await comparisons.between('sparse', 'dense');
    expect(await comparisons.between('sparse', 'dense')).toEqual(numbers);
    expect(sent.map(({ body }) => body)).toEqual([{ a: 'dense', b: 'sparse', mask: 'fov' }]);
  });
});

describe('toasts', () => {
  it('lets messages go and keeps errors until they are closed', () => {
    const toasts = useToasts();
    toasts.show({ message: 'fine' });
    const id = toasts.show({ tone: 'danger', message: 'bad' });
    vi.advanceTimersByTime(60_000);
    expect(toasts.toasts.map((t) => t.message)).toEqual(['bad']);
    toasts.close(id);
    expect(toasts.toasts).toEqual([]);
  });

  it('is silent about aborts', () => {
    useToasts().showError(new DOMException('stop', 'AbortError'));
    expect(useToasts().toasts).toEqual([]);
  });
});

describe('imports', () => {
  const file = { name: 'a', file: new File(['x'], 'a') };
  it('goes from sending to reading to a report', async () => {
    let finish: (value: unknown) => void = () => {};
    fakeEngine({
      'POST /api/imports': { id: 'i' },
      'PUT /api/imports/i/files': ok,
      'POST /api/imports/i/finish': () => new Promise((resolve) => (finish = resolve)),
      'GET /api/studies': { studies: [study] },
    });
    const imports = useImports();
    const work = imports.fromFiles([file]);
    await vi.waitFor(() => expect(imports.stage).toBe('reading'));
    const progress = { filesDone: 3, filesTotal: 4, report: null, state: 'running' as const };
    imports.follow({ id: 'other', ...progress, filesDone: 1 });
    expect(imports.fraction).toBeNull();
    imports.follow({ id: 'i', ...progress });
    expect(imports.fraction).toBe(0.75);
    finish({ studies: [study], skipped: [], duplicates: 2 });
    await work;
    expect(imports.stage).toBe('done');
    expect(imports.report?.duplicates).toBe(2);
    expect(useLibrary().studies).toHaveLength(1);
  });

  it('tells the engine when it is cancelled, and shows no error', async () => {
    const sent = fakeEngine({
      'POST /api/imports': { id: 'i' },
      'PUT /api/imports/i/files': () => new Promise(() => {}),
      'DELETE /api/imports/i': ok,
      'GET /api/studies': { studies: [] },
    });
    const imports = useImports();
    void imports.fromFiles([file]);
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    await imports.cancel();
    expect(sent.some((s) => s.method === 'DELETE')).toBe(true);
    expect(useToasts().toasts).toEqual([]);
  });

  it('is ready again after a failure', async () => {
    fakeEngine({ 'POST /api/imports': refusal('x', 'No space.', 'Free some.') });
    await useImports().fromFiles([file]);
    expect(useImports().stage).toBe('idle');
    expect(useToasts().toasts[0]?.message).toBe('No space.');
  });
});

describe('jobs', () => {
  it('does not let a late answer undo what the stream has told', async () => {
    const jobs = useJobs();
    fakeEngine({
      'POST /api/jobs': () => {
        jobs.take(aJob({ state: 'running' }));
        return aJob({ state: 'queued' });
      },
    });
    await jobs.enhance('v1', { steps: 2, samples: 1, seed: 1, provider: 'auto' });
    expect(jobs.jobs).toHaveLength(1);
    expect(jobs.running?.id).toBe('j1');
  });

  it('orders the queue by time and finds the samples job', () => {
    const jobs = useJobs();
    jobs.take(aJob({ id: 'b', createdAt: '2026-02-02' }));
    jobs.take(aJob({ id: 'a', createdAt: '2026-02-01' }));
    jobs.take(aJob({ id: 's', kind: 'samples', state: 'running', createdAt: '2026-01-01' }));
    expect(jobs.waiting.map((j) => j.id)).toEqual(['a', 'b']);
    expect(jobs.samples?.id).toBe('s');
    jobs.take(aJob({ id: 's', kind: 'samples', state: 'done', createdAt: '2026-01-01' }));
    expect(jobs.samples).toBeUndefined();
  });
});

describe('events', () => {
  it('offers the comparison once when a run finishes', async () => {
    fakeEngine({
      'GET /api/studies': { studies: [study] },
      'GET /api/results': { results: [aResult()] },
      'PUT /api/settings/reading': ok,
    });
    await useLibrary().load();
    useJobs().take(aJob({ state: 'running' }));
    const done = aJob({ state: 'done', resultId: 'r1' });
    await takeEvent({ type: 'job', job: done });
    await takeEvent({ type: 'job', job: done });
    expect(useToasts().toasts).toHaveLength(1);
    useToasts().toasts[0]?.button?.run();
    expect(useReading().study?.uid).toBe('1.2');
    expect(useReading().shown).toEqual({ kind: 'compare', resultId: 'r1' });
  });

  it('shows why a run failed', async () => {
    const error = { code: 'model/failed', message: 'It stopped.', action: 'Choose the CPU.' };
    await takeEvent({ type: 'job', job: aJob({ state: 'failed', error }) });
    expect(useToasts().toasts[0]).toMatchObject({ message: 'It stopped.', tone: 'danger' });
  });

  it('reads everything anew on reload', async () => {
    const sent = fakeEngine({
      'GET /api/studies': { studies: [] },
      'GET /api/results': { results: [] },
      'GET /api/jobs': { jobs: [] },
    });
    await takeEvent({ type: 'reload' });
    expect(sent.map((s) => s.url).sort()).toEqual(['/api/jobs', '/api/results', '/api/studies']);
  });
});

describe('reading', () => {
  it('brings the study back as it was left', async () => {
    const two = aStudy([aSeries([aVolume(), aVolume({ id: 'v2', dims: [8, 8, 8] })])]);
    const sent = fakeEngine({
      'GET /api/studies': { studies: [two] },
      'PUT /api/settings/reading': ok,
    });
    await useLibrary().load();
    const reading = useReading();
    reading.open(two);
    expect(reading.volumeId).toBe('v1');
    reading.show({ kind: 'volume', volumeId: 'v2' });
    reading.setSide('activity');
    vi.advanceTimersByTime(1000);
    const written = (sent.at(-1)?.body as { value: unknown }).value;
    expect(sent.filter((s) => s.method === 'PUT')).toHaveLength(1);

    setActivePinia(createPinia());
    fakeEngine({
      'GET /api/studies': { studies: [two] },
      'GET /api/settings': { settings: { reading: written } },
    });
    await Promise.all([useLibrary().load(), useSettings().load()]);
    useReading().resume();
    expect(useReading().volumeId).toBe('v2');
    expect(useReading().side).toBe('activity');
  });

  it('leaves a deleted result', async () => {
    fakeEngine({
      'GET /api/studies': { studies: [study] },
      'GET /api/results': { results: [aResult()] },
    });
    await Promise.all([useLibrary().load(), useResults().load()]);
    const reading = useReading();
    reading.open(study);
    reading.show({ kind: 'compare', resultId: 'r1' });
    reading.forgetResult('r1');
    expect(reading.shown).toEqual({ kind: 'volume', volumeId: 'v1' });
  });
});
