import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { planFile, structureFile } from '../../studies/dicom/rt/testing/rt-files.ts';
import type { MatchRecord, MatchSetup, MatchTrend } from '../../studies/library/match-records.ts';
import { openLibrary } from '../../studies/library/open.ts';
import type { JobRecord, VolumeRecord } from '../../studies/library/records.ts';
import { importOne } from '../../studies/library/testing/entries.ts';
import { matchRecord, refusedMatch } from '../../studies/library/testing/matches.ts';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import type { EngineEvent } from './contract/shapes.ts';
import { createEngine, type Engine } from './engine.ts';
import { nodeWorkers } from './jobs/node-worker.ts';
import { importPaths } from './services/imports/run-import.ts';
import {
  ctImages,
  writeFiles,
  writePlanningCt,
} from './services/planning/testing/planned-study.ts';

// Threads of their own for the job and the page: slow on a machine that has other work.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** The routes on a planned patient with three matches: a good one, one outside tolerance, one refused. */
let engine: Engine;
let scan: VolumeRecord;
let plan: VolumeRecord;
let [good, outside, refused]: MatchRecord[] = [];
const heard: EngineEvent[] = [];

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body), headers };
  return engine.fetch(new Request(`http://engine${path}`, init));
}
async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as T;
}
async function refusal(method: string, path: string, body?: unknown) {
  const response = await send(method, path, body);
  const { error } = (await response.json()) as { error: { code: string } };
  return [response.status, error.code];
}
const sign = (pin: string, meaning = 'approved', reason = '') => ({
  person: 'Anna',
  pin,
  meaning,
  reason,
});
const waiting = async () =>
  (await call<{ matches: MatchRecord[] }>('GET', '/api/matches')).matches.map(({ id }) => id);

beforeAll(async () => {
  const libraryDir = join(temporaryFolder(), 'library');
  const library = openLibrary(libraryDir);
  const files = join(temporaryFolder(), 'files');
  writePlanningCt(files);
  writeFiles(files, {
    'rs.dcm': structureFile({ uid: '1.5', images: ctImages() }, [{ number: 1, name: 'Heart' }]),
    'rp.dcm': planFile({ uid: '1.6', structuresUid: '1.5' }, [{ number: 1, isocentre: '0\\0\\6' }]),
  });
  await importPaths(library, [files]);
  const jane = { patientBirthDate: '', patientSex: '' };
  scan = await importOne(library, 'a scan', { kind: 'cbct', studyUid: '1.3' }, {}, jane);
  [plan] = library.volumes.list({ studyUid: '1.2.3' }) as [VolumeRecord];
  good = matchRecord(scan, plan, { lateralMm: -2.1 }, { created: '2026-01-01T11:00:00Z' });
  outside = matchRecord(scan, plan, { lateralMm: 5 }, { created: '2026-01-01T12:00:00Z' });
  refused = { ...refusedMatch(scan, plan), created: '2026-01-01T13:00:00Z' };
  for (const record of [good, outside, refused]) await library.matches.save(record);
  library.close();
  const startWorker = nodeWorkers();
  engine = await createEngine({ libraryDir, startWorker, version: '1', allowPaths: false });
  engine.services.events.subscribe(({ event }) => heard.push(event));
});
afterAll(() => engine.close());

test('the study knows what a match would be of', async () => {
  const setup = await call<MatchSetup>('GET', '/api/studies/1.3/positioning');
  expect(setup.scans.map(({ volumeId }) => volumeId)).toEqual([scan.id]);
  expect(setup.plans).toMatchObject([
    { volumeId: plan.id, foundBy: 'plan', position: 'FFS', isocentreMm: [0, 0, 6] },
  ]);
  expect((await refusal('GET', '/api/studies/9/positioning'))[0]).toBe(404);
});

test('matches are listed, newest first of a study and oldest first of all that wait', async () => {
  const { matches } = await call<{ matches: MatchRecord[] }>('GET', '/api/studies/1.3/matches');
  expect(matches).toEqual([refused, outside, good]);
  expect(await waiting()).toEqual([good!.id, outside!.id, refused!.id]);
  expect(await call('GET', `/api/matches/${good!.id}`)).toEqual(good);
  expect(await refusal('GET', '/api/matches/none')).toEqual([404, 'library/not-found']);
});

test('who may sign is added once, and signs with the PIN, the reason and within the rules', async () => {
  const path = (record = good) => `/api/matches/${record!.id}/signatures`;
  expect(await call('POST', '/api/people', { name: 'Anna', pin: '4711' })).toEqual({
    people: ['Anna'],
  });
  expect(await refusal('POST', '/api/people', { name: 'anna', pin: '1234' })).toEqual([
    409,
    'match/person-exists',
  ]);
  expect(await call('GET', '/api/people')).toEqual({ people: ['Anna'] });
  expect(await refusal('POST', path(), sign('4712'))).toEqual([403, 'match/pin']);
  const unknown = { ...sign('4711'), person: 'Bert' };
  expect(await refusal('POST', path(), unknown)).toEqual([403, 'match/pin']);
  expect(await refusal('POST', path(outside), sign('4711', 'approved', '  '))).toEqual([
    400,
    'match/reason-tolerance',
  ]);
  const forced = sign('4711', 'approved', 'sure');
  expect(await refusal('POST', path(refused), forced)).toEqual([409, 'match/refused']);
  heard.length = 0;
  const signed = await call<MatchRecord>('POST', path(), sign('4711'));
  expect(signed).toMatchObject({ id: good!.id, signatures: [{ person: 'Anna', reason: '' }] });
  expect(heard).toEqual([{ type: 'library', change: 'matches' }]);
  await call('POST', path(refused), sign('4711', 'rejected', 'mirrored'));
  expect(await waiting()).toEqual([outside!.id]);
});

test('the trend has the approved fraction, as numbers and as a table', async () => {
  const trend = await call<MatchTrend>('GET', '/api/studies/1.2.3/match-trend');
  expect(trend).toMatchObject({
    fractions: [{ matchId: good!.id, scanned: '20260101101500', within: true }],
    patient: { lateralMm: { mean: -2.1, sd: null } },
    group: { patients: 1 },
  });
  const response = await send('GET', '/api/studies/1.3/match-trend.csv');
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toContain('.csv"');
  const [, row] = (await response.text()).split('\r\n');
  expect(row).toBe('2026-01-01 10:15:00,0.00,0.00,-2.10,0.00,0.00,0.00,yes,Anna,');
});

test('page and registration object are files; of a refused match there is no registration', async () => {
  const bytesOf = async (path: string) => {
    const response = await send('GET', path);
    expect(response.status, path).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };
  const page = await bytesOf(`/api/matches/${good!.id}/report?display=varian-iec`);
  expect(page.subarray(0, 5).toString()).toBe('%PDF-');
  const object = await bytesOf(`/api/matches/${good!.id}/registration`);
  expect(object.subarray(128, 132).toString()).toBe('DICM');
  const none = await refusal('GET', `/api/matches/${refused!.id}/registration`);
  expect(none).toEqual([409, 'positioning/no-registration']);
});

test('a match job ends in a record of the study, a refused one too', async () => {
  heard.length = 0;
  const params = { fixedVolumeId: plan.id, movingVolumeId: scan.id, secondOpinion: false };
  const { id } = await call<JobRecord>('POST', '/api/jobs', { kind: 'match', params });
  const job = await engine.services.jobs.settled(id);
  expect(job).toMatchObject({ state: 'done', kind: 'match', error: null });
  const record = await call<MatchRecord>('GET', `/api/matches/${job.resultId}`);
  expect(record).toMatchObject({ studyUid: '1.3', credible: false, couch: null, signatures: [] });
  expect(heard).toContainEqual({ type: 'library', change: 'matches' });
  await call('DELETE', `/api/matches/${record.id}`);
});

test('a match of volumes that are none, or no CT, is not queued', async () => {
  const match = (fixedVolumeId: string, movingVolumeId: string) =>
    refusal('POST', '/api/jobs', { kind: 'match', params: { fixedVolumeId, movingVolumeId } });
  expect(await match(plan.id, 'none')).toEqual([404, 'library/not-found']);
  expect(await match('none', scan.id)).toEqual([404, 'library/not-found']);
  expect((await call<{ jobs: unknown[] }>('GET', '/api/jobs')).jobs).toHaveLength(1);
});

test('unsigned it can be removed, signed it stays', async () => {
  expect(await refusal('DELETE', `/api/matches/${good!.id}`)).toEqual([409, 'match/signed']);
  expect(await call('DELETE', `/api/matches/${outside!.id}`)).toEqual({ ok: true });
  expect((await refusal('DELETE', `/api/matches/${outside!.id}`))[0]).toBe(404);
  expect(await waiting()).toEqual([]);
});
