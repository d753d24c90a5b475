import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { denseModelFolder } from '../../models/dmcvr/testing/dense-model.ts';
import { readMeshes } from '../../renderer/viewer/dense-scene/mesh-bytes.ts';
import { meshVolumeMl } from '../../studies/cardiac/surfaces/mesh.ts';
import type { DenseResult } from '../../studies/library/dense-records.ts';
import type { HeartPlanes } from '../../studies/library/heart-records.ts';
import type { JobRecord } from '../../studies/library/records.ts';
import { heartLibrary } from '../../test/fixtures/heart-study.ts';
import { pdfText } from '../../test/fixtures/pdf-text.ts';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import type { ImplicitSummary } from './contract/dense-routes.ts';
import type { EngineEvent } from './contract/shapes.ts';
import { createEngine, type Engine } from './engine.ts';
import { nodeWorkers } from './jobs/node-worker.ts';

// Networks and threads of their own for every step: slow on a machine that has other work.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** The routes on a painted heart, made dense by tiny graphs in the real inference process. */
const studyUid = '1.2.3';
let engine: Engine;
let dense: DenseResult;
const heard: EngineEvent[] = [];

function send(method: string, path: string, body?: unknown): Promise<Response> {
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

async function bytesOf(path: string): Promise<ArrayBuffer> {
  const response = await send('GET', path);
  expect(response.status).toBe(200);
  return response.arrayBuffer();
}

async function settled({ id }: JobRecord): Promise<JobRecord> {
  for (;;) {
    const job = await call<JobRecord>('GET', `/api/jobs/${id}`);
    if (job.state !== 'queued' && job.state !== 'running') return job;
    await sleep(50);
  }
}

const densify = (params: object) =>
  call<JobRecord>('POST', '/api/jobs', { kind: 'densify', studyUid, params });

const at = (path: string) => `/api/dense/${dense.id}${path}`;

beforeAll(async () => {
  const models = join(temporaryFolder(), 'models');
  mkdirSync(models);
  renameSync(await denseModelFolder(), join(models, 'dmcvr'));
  engine = await createEngine({
    libraryDir: await heartLibrary({ studyUid, size: 96, phases: 6, slices: 6, stepMm: 12 }),
    modelsDir: models,
    startWorker: nodeWorkers(),
    version: '1',
    allowPaths: false,
    threads: 1,
  });
  engine.services.events.subscribe(({ event }) => heard.push(event));
  const ended = await settled(await densify({ provider: 'cpu', withhold: true }));
  expect(ended.error).toBeNull();
  dense = await call('GET', `/api/dense/${ended.resultId}`);
});
afterAll(() => engine.close());

test('a job ends in a dense heart that its study lists, with measured slices as they are', async () => {
  const { dense: listed } = await call<{ dense: DenseResult[] }>(
    'GET',
    `/api/studies/${studyUid}/dense`,
  );
  expect(listed).toEqual([dense]);
  expect(dense).toMatchObject({ model: 'dmcvr', method: 'between', phases: [0, 1, 2, 3, 4, 5] });
  expect(dense.planes.filter(({ kind }) => kind === 'measured')).toHaveLength(6);
  expect(dense.withheld.length).toBeGreaterThan(0);
  expect(dense.discs.lvEdvMl.value).toBeGreaterThan(dense.discs.lvEsvMl.value);
  expect(heard).toContainEqual({ type: 'library', change: 'dense' });
  expect(heard.some((event) => event.type === 'job' && event.job.progress !== null)).toBe(true);
});

test('pictures and labels of a phase are on the dense grid', async () => {
  const { dims } = dense.grid;
  const size = dims[0] * dims[1] * dims[2];
  const picture = new Uint8Array(await bytesOf(at('/picture?phase=3')));
  const labels = new Uint8Array(await bytesOf(at('/labels?phase=3')));
  expect([picture.length, labels.length]).toEqual([size, size]);
  expect(new Set(labels)).toEqual(new Set([0, 1, 2, 3]));
  for (const part of ['picture', 'labels', 'surfaces', 'stl'])
    expect(await refusal('GET', at(`/${part}?phase=6`))).toEqual([400, 'library/out-of-range']);
});

test('surfaces are read by the window and enclose what the record says', async () => {
  const path = at(`/surfaces?phase=${dense.edPhase}`);
  const meshes = readMeshes(await bytesOf(path));
  expect(meshes.map(({ classId }) => classId)).toEqual([1, 2, 3]);
  const cavityMl = Math.abs(meshVolumeMl(meshes[0]!));
  expect(cavityMl / dense.curves.meshMl[dense.edPhase]!).toBeCloseTo(1, 2);
  // From memory the second time: the same.
  expect(readMeshes(await bytesOf(path))).toEqual(meshes);
});

test('an STL holds the named surface, or all', async () => {
  const phase = dense.edPhase;
  const triangles = async (query: string) => {
    const response = await send('GET', at(`/stl?phase=${phase}${query}`));
    expect(response.headers.get('content-disposition')).toMatch(/\.stl"/);
    const bytes = await response.arrayBuffer();
    const count = new DataView(bytes).getUint32(80, true);
    expect(bytes.byteLength).toBe(84 + 50 * count);
    return count;
  };
  const parts = [];
  for (const name of ['lvCavity', 'lvEpicardium', 'rvCavity'])
    parts.push(await triangles(`&class=${name}`));
  expect(await triangles('')).toBe(parts[0]! + parts[1]! + parts[2]!);
});

test('along an acquired plane: picture, classes and where the volume reaches', async () => {
  const { planes } = await call<HeartPlanes>('GET', `/api/studies/${studyUid}/heart/planes`);
  const plane = planes.find(({ view, used }) => used && view === '4ch')!;
  const query = (id: string) => `/reslice?phase=0&plane=${encodeURIComponent(id)}`;
  const bytes = new Uint8Array(await bytesOf(at(query(plane.id))));
  const size = 96 * 96;
  expect(bytes).toHaveLength(3 * size);
  const [labels, coverage] = [bytes.subarray(size, 2 * size), bytes.subarray(2 * size)];
  expect(new Set(coverage)).toEqual(new Set([0, 255]));
  expect(labels.every((label, n) => label === 0 || coverage[n] === 255)).toBe(true);
  expect(new Set(labels).has(1)).toBe(true);
  expect(await refusal('GET', at(query('another')))).toEqual([404, 'dense/no-plane']);
});

test('the report of its study has its page', async () => {
  const response = await send('POST', '/api/reports', { studyUid });
  const text = pdfText(Buffer.from(await response.arrayBuffer()));
  expect(text).toContain('Dense heart');
  expect(text).toContain(dense.weightsSha256);
});

test('a second opinion is fitted by a job, and lies near what it was fitted to', async () => {
  expect(await call('GET', at('/implicit/summary'))).toBeNull();
  const early = await refusal('GET', at(`/implicit?phase=${dense.edPhase}`));
  expect(early).toEqual([404, 'dense/no-opinion']);
  const unwanted = await call<JobRecord>('POST', at('/implicit'), {});
  while ((await call<JobRecord>('GET', `/api/jobs/${unwanted.id}`)).progress === null)
    await sleep(20);
  await call('POST', `/api/jobs/${unwanted.id}/cancel`);
  expect((await settled(unwanted)).state).toBe('cancelled');
  expect(await call('GET', at('/implicit/summary'))).toBeNull();
  const ended = await settled(await call<JobRecord>('POST', at('/implicit'), {}));
  expect(ended).toMatchObject({ state: 'done', kind: 'implicit', error: null });
  const summary = await call<ImplicitSummary>('GET', at('/implicit/summary'));
  expect(summary.phases).toEqual([dense.edPhase]);
  expect(summary.bodies.map(({ name }) => name)).toEqual(['lvCavity', 'lvEpicardium', 'rvCavity']);
  for (const { distanceMm } of summary.bodies) expect(distanceMm).toBeLessThan(6);
  const meshes = readMeshes(await bytesOf(at(`/implicit?phase=${dense.edPhase}`)));
  expect(meshes.map(({ classId }) => classId)).toEqual([1, 2, 3]);
});

test('what cannot be made is refused, and nothing is queued', async () => {
  const body = (over: object) => ({ kind: 'densify', studyUid, params: over });
  const refused = (over: object) => refusal('POST', '/api/jobs', body(over));
  expect((await refused({ phase: 6 }))[1]).toBe('dense/no-phase');
  for (const over of [{ steps: 1 }, { targetMm: 1 }, { samples: 9 }, { method: 'magic' }])
    expect(await refused(over)).toEqual([400, 'engine/bad-request']);
  const elsewhere = { ...body({}), studyUid: '9.9' };
  expect((await refusal('POST', '/api/jobs', elsewhere))[0]).toBe(404);
});

test('once removed it is nowhere, its surfaces neither', async () => {
  expect(await call('DELETE', at(''))).toEqual({ ok: true });
  for (const path of ['', '/surfaces?phase=0', '/picture?phase=0', '/implicit/summary'])
    expect((await refusal('GET', at(path)))[0]).toBe(404);
  expect((await refusal('DELETE', at('')))[0]).toBe(404);
  expect((await refusal('POST', at('/implicit'), {}))[0]).toBe(404);
  const { dense: listed } = await call<{ dense: DenseResult[] }>(
    'GET',
    `/api/studies/${studyUid}/dense`,
  );
  expect(listed).toEqual([]);
});
