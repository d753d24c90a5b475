import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine, refusal } from '../testing/fake-engine.ts';
import { aStudy } from '../testing/records.ts';
import { call, callBinary } from './call.ts';
import { ClientError, isAbort } from './errors.ts';
import { fetchVoxels } from './voxels.ts';

afterEach(() => vi.unstubAllGlobals());

const failure = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('call', () => {
  it('puts parameters into the path, encoded, and gives the answer back', async () => {
    const sent = fakeEngine({ 'GET /api/studies/1.2%2F..%2F3': aStudy([]) });
    const study = await call('GET /api/studies/:uid', { params: { uid: '1.2/../3' } });
    expect(study.patientId).toBe('P-7');
    expect(sent).toHaveLength(1);
  });

  it('sends bodies as JSON and files as they are', async () => {
    const ok = { ok: true };
    const sent = fakeEngine({ 'PUT /api/settings/reading': ok, 'PUT /api/imports/i/files': ok });
    await call('PUT /api/settings/:key', { params: { key: 'reading' }, body: { value: 3 } });
    const file = new Blob(['bytes']);
    await call('PUT /api/imports/:id/files', { params: { id: 'i' }, query: { name: 'a b' }, file });
    expect(sent[0]?.body).toEqual({ value: 3 });
    expect(sent[1]?.url).toBe('/api/imports/i/files?name=a+b');
    expect(sent[1]?.body).toBe(file);
  });

  it('gives the engine’s sentence and action', async () => {
    fakeEngine({
      'GET /api/jobs/x': refusal('library/not-found', 'No such job.', 'List them.', 404),
    });
    const error = await failure(call('GET /api/jobs/:id', { params: { id: 'x' } }));
    expect(error).toBeInstanceOf(ClientError);
    expect(error).toMatchObject({
      code: 'library/not-found',
      message: 'No such job.',
      action: 'List them.',
    });
  });

  it('has a sentence for an answer that is no envelope', async () => {
    fakeEngine({ 'GET /api/jobs': new Response('<html>', { status: 502 }) });
    const error = await failure(call('GET /api/jobs'));
    expect(error).toMatchObject({ code: 'client/http-502' });
    expect((error as ClientError).message).toContain('502');
  });

  it('has a sentence for an engine that does not answer, and lets aborts through', async () => {
    fakeEngine({});
    expect(await failure(call('GET /api/jobs'))).toMatchObject({ code: 'client/unreachable' });
    const signal = AbortSignal.abort();
    expect(isAbort(await failure(call('GET /api/jobs', { signal })))).toBe(true);
  });
});

describe('fetchVoxels', () => {
  it('asks for the part only', async () => {
    const bytes = new Uint8Array([1, 2, 3, 4]);
    const sent = fakeEngine({ 'GET /api/volumes/v/voxels': new Response(bytes) });
    const got = await fetchVoxels('v', { phase: 0, k0: 4, k1: 6 });
    expect(new Uint8Array(got)).toEqual(bytes);
    expect(sent[0]?.url).toBe('/api/volumes/v/voxels?phase=0&k0=4&k1=6');
  });
});

describe('callBinary', () => {
  it('hands the response over', async () => {
    fakeEngine({ 'POST /api/reports': new Response('%PDF-1.7') });
    const response = await callBinary('POST /api/reports', { body: { studyUid: '1.2' } });
    expect(await response.text()).toBe('%PDF-1.7');
  });
});
