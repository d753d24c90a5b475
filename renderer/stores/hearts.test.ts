// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine, refusal } from '../testing/fake-engine.ts';
import { aHeart, aHeartPlanes, aMeasure } from '../testing/hearts.ts';
import { aJob, aSeries, aStudy, aVolume } from '../testing/records.ts';
import { tellHeart } from './heart-done.ts';
import { useHeartEdits } from './heart-edits.ts';
import { useHearts } from './hearts.ts';
import { useJobs } from './jobs.ts';
import { useLibrary } from './library.ts';
import { useReading } from './reading.ts';
import { useToasts } from './toasts.ts';

const cine = aVolume({ id: 'v1', kind: 'cine', dims: [16, 12, 3], phases: 4 });
const study = aStudy([aSeries([cine])]);
const size = 16 * 12;
const place = { volumeId: 'v1', slice: 1, phase: 2 };

beforeEach(() => {
  setActivePinia(createPinia());
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('hearts', () => {
  it('keeps a correction beside the others', async () => {
    const planes = aHeartPlanes();
    const sent = fakeEngine({
      'GET /api/studies/1.2/heart/planes': {
        ...planes,
        corrections: { ...planes.corrections, heightCm: 180 },
      },
      'GET /api/studies/1.2/hearts': { hearts: [] },
      'PUT /api/studies/1.2/heart/corrections': ({ body }: { body: object }) => ({
        ...planes,
        corrections: body,
      }),
    });
    const hearts = useHearts();
    await hearts.load('1.2');
    await hearts.correct('1.2', { edPhase: 1 });
    expect(sent.at(-1)?.body).toMatchObject({ heightCm: 180, edPhase: 1 });
    await hearts.reset('1.2');
    expect(hearts.planes.get('1.2')?.corrections).toMatchObject({ heightCm: 180, edPhase: null });
  });

  it('tells the newest run first, and the run that goes on', () => {
    const hearts = useHearts();
    hearts.take(aHeart({ id: 'old', created: '2026-01-01' }));
    hearts.take(aHeart({ id: 'new', created: '2026-02-01' }));
    hearts.take(aHeart({ id: 'other', studyUid: '9' }));
    expect(hearts.ofStudy('1.2').map(({ id }) => id)).toEqual(['new', 'old']);
    useJobs().take(aJob({ id: 'h', kind: 'heart', params: { studyUid: '1.2' } }));
    expect(hearts.jobOf('1.2')?.id).toBe('h');
    useJobs().take(aJob({ id: 'h', kind: 'heart', state: 'done', params: { studyUid: '1.2' } }));
    expect(hearts.jobOf('1.2')).toBeUndefined();
  });

  it('shows a finished run where its reader waits, and only offers it elsewhere', async () => {
    fakeEngine({
      'GET /api/studies': { studies: [study] },
      'GET /api/studies/1.2/hearts': { hearts: [aHeart()] },
      'PUT /api/settings/reading': { ok: true },
    });
    await useLibrary().load();
    const reading = useReading();
    reading.open(study);
    const job = aJob({ kind: 'heart', state: 'done', params: { studyUid: '1.2' }, resultId: 'h1' });
    await tellHeart(job);
    expect(reading.shown?.kind).toBe('volume');
    useToasts().toasts[0]?.button?.run();
    expect(reading.shown).toEqual({ kind: 'heart', volumeId: 'v1', heartId: 'h1' });
    await tellHeart({ ...job, resultId: 'h2' });
    expect(reading.shown).toMatchObject({ heartId: 'h2' });
    reading.forgetHeart('h2');
    expect(reading.shown).toMatchObject({ heartId: null });
  });
});

describe('heart edits', () => {
  /** Class 1 everywhere, and the edits of the engine as they are kept. */
  async function opened(given: Record<string, unknown> = {}) {
    const edits: object[] = [];
    const measured = aHeart({ measuresBy: 'edited', measures: { lvEfPct: aMeasure(55) } });
    const sent = fakeEngine({
      'GET /api/studies': { studies: [study] },
      'GET /api/volumes/l1/voxels': () => new Response(new Uint8Array(size * 3 * 4).fill(1)),
      'GET /api/hearts/h1/edits': () => ({ edits }),
      'PUT /api/hearts/h1/labels': () => {
        edits.splice(0, 1, { sourceVolumeId: 'v1', slice: 1, phase: 2, created: 'now' });
        return measured;
      },
      'DELETE /api/hearts/h1/labels': () => {
        edits.length = 0;
        return aHeart();
      },
      ...given,
    });
    await useLibrary().load();
    const store = useHeartEdits();
    await store.open(aHeart());
    return { store, sent, puts: () => sent.filter(({ method }) => method === 'PUT') };
  }
  const drawn = () => new Uint8Array(size).fill(2);

  it('saves a slice after a pause and takes the measures that come back', async () => {
    const { store, puts } = await opened();
    store.change(place, drawn());
    expect(store.maps.get('v1')?.read(1, 2)[0]).toBe(2);
    expect(store.saveState).toBe('waiting');
    await vi.advanceTimersByTimeAsync(700);
    expect(store.saveState).toBe('saved');
    expect(puts()[0]?.url).toBe('/api/hearts/h1/labels?volume=v1&slice=1&phase=2&expected=');
    expect(useHearts().result('h1')?.measures.lvEfPct?.value).toBe(55);
    store.change(place, drawn());
    await vi.advanceTimersByTimeAsync(700);
    expect(puts()[1]?.url).toContain('expected=now');
  });

  it('undoes to the model and does it again', async () => {
    const { store, sent } = await opened();
    store.change(place, drawn());
    expect(store.undo()).toMatchObject(place);
    expect(store.maps.get('v1')?.edited(1, 2)).toBeNull();
    expect(store.canUndo).toBe(false);
    await vi.advanceTimersByTimeAsync(700);
    expect(sent.at(-2)?.method).toBe('DELETE');
    store.redo();
    expect(store.maps.get('v1')?.read(1, 2)[0]).toBe(2);
    expect(store.canRedo).toBe(false);
  });

  it('says that saving failed, and saves on request', async () => {
    let full = true;
    const { store } = await opened({
      'PUT /api/hearts/h1/labels': () =>
        full ? refusal('x', 'The disk is full.', 'Free some space.', 507) : aHeart(),
    });
    store.change(place, drawn());
    await vi.advanceTimersByTimeAsync(700);
    expect(store.saveState).toBe('failed');
    expect(store.waiting).toBe(1);
    full = false;
    await store.retry();
    expect(store.saveState).toBe('saved');
    expect(store.waiting).toBe(0);
  });

  it('lays earlier edits over the model when it opens', async () => {
    const { store } = await opened({
      'GET /api/hearts/h1/edits': {
        edits: [{ sourceVolumeId: 'v1', slice: 1, phase: 2, created: 'before' }],
      },
      'GET /api/hearts/h1/labels': () => {
        const labels = new Uint8Array(size * 3).fill(1);
        return new Response(labels.fill(3, size, 2 * size));
      },
    });
    const maps = store.maps.get('v1');
    expect([maps?.read(1, 2)[0], maps?.read(0, 2)[0], maps?.model(1, 2)[0]]).toEqual([3, 1, 1]);
    expect(maps?.editedPhases(1)).toEqual([2]);
  });
});
