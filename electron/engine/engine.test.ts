import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportReport, JobRecord, VolumeRecord } from '../../studies/library/records.ts';
import { writeCbct } from '../../test/fixtures/cbct-series.ts';
import { fakeInference } from '../../test/fixtures/engine-tools.ts';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { createEngine, type Engine } from './engine.ts';
import { nodeWorkers } from './jobs/node-worker.ts';

const folder = temporaryFolder();
const libraryDir = join(folder, 'library');
const scan = join(folder, 'scan');
let engine: Engine;
let volume: VolumeRecord;

const open = () =>
  createEngine({
    libraryDir,
    startWorker: nodeWorkers(fakeInference),
    version: '1',
    allowPaths: false,
  });

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as T;
}

function send(method: string, path: string, body?: unknown): Promise<Response> {
  const init: RequestInit =
    body === undefined
      ? { method }
      : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return engine.fetch(new Request(`http://engine${path}`, init));
}

async function upload(): Promise<ImportReport> {
  const { id } = await call<{ id: string }>('POST', '/api/imports', {});
  for (const name of readdirSync(scan)) {
    const request = new Request(`http://engine/api/imports/${id}/files?name=../../${name}`, {
      method: 'PUT',
      body: new Uint8Array(readFileSync(join(scan, name))),
    });
    expect((await engine.fetch(request)).status).toBe(200);
  }
  return call('POST', `/api/imports/${id}/finish`);
}

async function enhanced(): Promise<JobRecord> {
  const params = { steps: 2, seed: 1 };
  const { id } = await call<JobRecord>('POST', '/api/jobs', {
    kind: 'enhance',
    volumeId: volume.id,
    params,
  });
  for (;;) {
    const job = await call<JobRecord>('GET', `/api/jobs/${id}`);
    if (job.state !== 'queued' && job.state !== 'running') return job;
    await sleep(50);
  }
}

beforeAll(async () => {
  writeCbct(scan, { seriesUid: '1.2.826.0.1.99.50', views: 50 });
  engine = await open();
  const report = await upload();
  volume = report.studies[0]!.series[0]!.volumes[0]!;
});
afterAll(() => engine.close());

test('uploaded files become a volume; their names never leave the import’s own folder', () => {
  expect(volume).toMatchObject({ kind: 'cbct', dims: [32, 32, 32], views: 50, unit: 'HU' });
  expect(readdirSync(folder).sort()).toEqual(['library', 'scan']);
});

test('a slice costs a slice, and is the same as in the whole', async () => {
  const path = `/api/volumes/${volume.id}/voxels`;
  const whole = new Uint8Array(await (await send('GET', path)).arrayBuffer());
  expect(whole.byteLength).toBe(32 ** 3 * 2);
  const slice = await send('GET', `${path}?phase=0&k0=7&k1=8`);
  expect(slice.headers.get('content-length')).toBe('2048');
  const bytes = new Uint8Array(await slice.arrayBuffer());
  expect(bytes).toEqual(whole.subarray(7 * 2048, 8 * 2048));
  expect((await send('GET', `${path}?k0=0&k1=33`)).status).toBe(400);
  expect((await send('GET', `${path}?phase=1`)).status).toBe(400);
});

test('a thumbnail is a PNG', async () => {
  const response = await send('GET', `/api/volumes/${volume.id}/thumbnail`);
  expect(response.headers.get('content-type')).toBe('image/png');
  const png = new Uint8Array(await response.arrayBuffer());
  expect([...png.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
});

test('a job ends in a result that stays, is compared, exported and reported', async () => {
  const { resultId } = await enhanced();
  const result = await call<{ volume: string; source: string }>('GET', `/api/results/${resultId}`);
  expect(result.source).toBe(volume.id);
  const change = await call<{ biasHu: number }>('POST', '/api/compare', {
    a: volume.id,
    b: result.volume,
  });
  expect(change.biasHu).toBeCloseTo(2, 3);
  const zip = await send('GET', `/api/volumes/${result.volume}/export?format=dicom`);
  expect(Object.keys(unzipSync(new Uint8Array(await zip.arrayBuffer())))).toHaveLength(32);
  const nifti = await send('GET', `/api/volumes/${result.volume}/export?format=nifti`);
  expect(nifti.headers.get('content-disposition')).toContain('.nii.gz');
  const pdf = await send('POST', '/api/reports', { studyUid: volume.studyUid });
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect((await pdf.text()).startsWith('%PDF-')).toBe(true);
  await engine.close();
  engine = await open();
  const { results } = await call<{ results: { id: string }[] }>('GET', '/api/results');
  expect(results.map(({ id }) => id)).toEqual([resultId]);
  await call('DELETE', `/api/results/${resultId}`);
  expect((await send('GET', `/api/results/${resultId}`)).status).toBe(404);
});

test('events of the import and of the job reached the stream', async () => {
  const response = await send('GET', '/api/events');
  const reader = response.body!.getReader();
  await reader.read();
  await enhanced();
  let text = '';
  while (!text.includes('"state":"done"')) {
    text += new TextDecoder().decode((await reader.read()).value);
  }
  expect(text).toMatch(/data: \{"type":"job".*"state":"running"/);
  await reader.cancel();
});

test('a study hides and comes back', async () => {
  const path = `/api/studies/${volume.studyUid}`;
  await call('DELETE', path);
  expect((await send('GET', path)).status).toBe(404);
  await call('POST', `${path}/restore`);
  expect(await call('GET', path)).toMatchObject({ uid: volume.studyUid });
});

test('settings stay; one that is too large is refused', async () => {
  await call('PUT', '/api/settings/window', { value: { centre: 40 } });
  const { settings } = await call<{ settings: unknown }>('GET', '/api/settings');
  expect(settings).toMatchObject({ window: { centre: 40 } });
  const large = await send('PUT', '/api/settings/window', { value: 'x'.repeat(70_000) });
  expect(large.status).toBe(413);
});

test('what is not there, and a region outside the volume, are refused', async () => {
  const params = { steps: 1, seed: 1 };
  const absent = await send('POST', '/api/jobs', { kind: 'enhance', volumeId: 'x', params });
  expect(absent.status).toBe(404);
  expect(
    (
      await send('POST', '/api/measure', {
        volumeId: volume.id,
        roi: { kind: 'sphere', centreMm: [500, 500, 500], radiusMm: 2 },
      })
    ).status,
  ).toBe(409);
});
