// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine, refusal } from '../testing/fake-engine.ts';
import { aMatch, aSetup, aSignature } from '../testing/matches.ts';
import { aJob, aSeries, aStudy, aVolume } from '../testing/records.ts';
import { openPositioning, tellMatch } from './matches-done.ts';
import { useJobs } from './jobs.ts';
import { useLibrary } from './library.ts';
import { useMatches } from './matches.ts';
import { useReading } from './reading.ts';
import { useToasts } from './toasts.ts';

const scan = aVolume({ id: 'scan' });
const study = aStudy([aSeries([scan])]);
const job = (given: object = {}) =>
  aJob({ id: 'j', kind: 'match', params: { movingVolumeId: 'scan' }, ...given });
const answers = {
  'GET /api/studies': { studies: [study] },
  'GET /api/studies/1.2/positioning': aSetup(),
  'GET /api/studies/1.2/matches': {
    matches: [aMatch({ id: 'old', created: '2026-01-01' }), aMatch()],
  },
  'GET /api/matches': { matches: [aMatch()] },
  'PUT /api/settings/reading': { ok: true },
  'DELETE /api/matches/m1': { ok: true },
};

beforeEach(() => {
  setActivePinia(createPinia());
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('matches', () => {
  it('are told newest first, with what can be matched', async () => {
    fakeEngine(answers);
    const matches = useMatches();
    await matches.load('1.2');
    expect(matches.ofStudy('1.2').map(({ id }) => id)).toEqual(['m1', 'old']);
    expect(matches.setups.get('1.2')?.plans[0]?.foundBy).toBe('plan');
  });

  it('say in their own place why they could not be read or run', async () => {
    fakeEngine({
      ...answers,
      'GET /api/studies/1.2/positioning': () => refusal('x', 'The disk is gone.', 'Plug it in.'),
      'POST /api/jobs': () => refusal('y', 'The scan has no spacing.', 'Import it again.'),
    });
    const matches = useMatches();
    await matches.load('1.2');
    expect(matches.failures.get('1.2')).toMatchObject({ message: 'The disk is gone.' });
    await matches.run('1.2', { fixedVolumeId: 'plan', movingVolumeId: 'scan' });
    expect(matches.refusals.get('1.2')).toMatchObject({ action: 'Import it again.' });
    expect(useToasts().toasts).toEqual([]);
  });

  it('know the run of a study by its scan, and the last one that failed', async () => {
    fakeEngine(answers);
    const matches = useMatches();
    await matches.load('1.2');
    useJobs().take(job({ state: 'running' }));
    useJobs().take(job({ id: 'other', state: 'running', params: { movingVolumeId: 'far' } }));
    expect(matches.jobOf('1.2')?.id).toBe('j');
    useJobs().take(job({ state: 'failed' }));
    expect(matches.jobOf('1.2')).toBeUndefined();
    expect(matches.failedJobOf('1.2')?.id).toBe('j');
  });

  it('keep a new signature, and leave the queue with it', async () => {
    const queue = [aMatch()];
    fakeEngine({
      ...answers,
      'GET /api/matches': () => ({ matches: queue }),
      'POST /api/matches/m1/signatures': () => {
        queue.pop();
        return aMatch({ signatures: [aSignature()] });
      },
    });
    const matches = useMatches();
    await matches.load('1.2');
    await matches.loadPending();
    expect(matches.pending).toHaveLength(1);
    await matches.sign('m1', { person: 'A', pin: '1234', meaning: 'approved' });
    expect(matches.ofStudy('1.2')[0]?.signatures).toHaveLength(1);
    expect(matches.pending).toEqual([]);
  });
});

describe('a deleted match', () => {
  const deleted = async () => {
    const sent = fakeEngine(answers);
    const matches = useMatches();
    await matches.load('1.2');
    matches.remove(matches.ofStudy('1.2')[0]!);
    const told = () => sent.filter(({ method }) => method === 'DELETE').length;
    return { matches, told };
  };

  it('is gone at once, and from the library when the time to undo has passed', async () => {
    const { matches, told } = await deleted();
    expect(matches.ofStudy('1.2').map(({ id }) => id)).toEqual(['old']);
    await matches.load('1.2');
    expect([matches.ofStudy('1.2').length, told()]).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told()).toBe(1);
  });

  it('comes back by Undo, and the engine never hears of it', async () => {
    const { matches, told } = await deleted();
    useToasts().toasts[0]?.button?.run();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([matches.ofStudy('1.2').length, told()]).toEqual([2, 0]);
  });

  it('comes back when the engine refuses', async () => {
    const { matches } = await deleted();
    fakeEngine({
      ...answers,
      'DELETE /api/matches/m1': () => refusal('z', 'It is signed.', 'Signed matches stay.'),
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(matches.ofStudy('1.2')).toHaveLength(2);
    expect(useToasts().toasts.map(({ message }) => message)).toContain('It is signed.');
  });
});

describe('a finished match', () => {
  it('shows itself where its reader waits for it, and is only offered elsewhere', async () => {
    fakeEngine(answers);
    await useLibrary().load();
    const reading = useReading();
    reading.open(study);
    await tellMatch(job({ state: 'done', resultId: 'm1' }));
    expect(reading.shown?.kind).toBe('volume');
    useToasts().toasts[0]?.button?.run();
    expect(reading.shown).toEqual({ kind: 'position', volumeId: 'scan', matchId: 'm1' });
    await tellMatch(job({ state: 'done', resultId: 'm2' }));
    expect(reading.shown).toMatchObject({ matchId: 'm2' });
    reading.forgetMatch('m2');
    expect(reading.shown).toMatchObject({ matchId: null });
  });

  it('has no place in a study without a scan', async () => {
    const mr = aStudy([aSeries([aVolume({ id: 'mr', kind: 'mr', unit: 'signal' })])]);
    fakeEngine({ ...answers, 'GET /api/studies': { studies: [mr] } });
    await useLibrary().load();
    useReading().open(mr);
    openPositioning('1.2', null);
    expect(useReading().shown?.kind).toBe('volume');
  });
});
