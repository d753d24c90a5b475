import { afterEach, expect, test, vi } from 'vitest';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { volumeRecord } from '../../../studies/library/testing/entries.ts';
import { services } from '../../../test/fixtures/silent-services.ts';
import { contract } from '../contract/contract.ts';
import { errorSchema, type ErrorEnvelope } from '../contract/shapes.ts';
import { createRouter } from './router.ts';
import { refusedByDense } from './testing/refused-dense.ts';
import { refusedByHearts } from './testing/refused-hearts.ts';
import { refusedByMatches, refusedMatchJobs } from './testing/refused-matches.ts';
import { refusedByPlanning } from './testing/refused-planning.ts';

const options = { version: '1.2.3', allowPaths: false };
const origin = 'http://127.0.0.1';

function call(
  method: string,
  path: string,
  body?: unknown,
  calls: Parameters<typeof services>[0] = {},
  more: Partial<typeof options> = {},
): Promise<Response> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = typeof body === 'string' ? body : JSON.stringify(body);
    init.headers = { 'content-type': 'application/json' };
  }
  const request = new Request(origin + path, init);
  return createRouter(services(calls), { ...options, ...more })(request);
}

const errorOf = async (response: Response): Promise<ErrorEnvelope['error']> =>
  errorSchema.parse(await response.json()).error;

afterEach(() => vi.restoreAllMocks());

const steps = { steps: 2, seed: 1 };
/** What each route must refuse before any service hears of it. */
const refused: Record<string, [path: string, body?: unknown][]> = {
  'GET /api/health': [['/api/health?verbose=1']],
  'GET /api/doctor': [['/api/doctor?x=1']],
  'GET /api/events': [['/api/events?from=1']],
  'GET /api/studies': [['/api/studies?limit=1']],
  'GET /api/studies/:uid': [['/api/studies/..%2f..%2fetc'], [`/api/studies/${'1'.repeat(200)}`]],
  'DELETE /api/studies/:uid': [['/api/studies/a%00b']],
  'POST /api/studies/:uid/restore': [['/api/studies/a%2Fb/restore']],
  'POST /api/imports': [
    ['/api/imports', { paths: 'one' }],
    ['/api/imports', { paths: ['/etc/passwd'] }],
    ['/api/imports', { paths: [], more: 1 }],
    ['/api/imports', '{"paths":'],
  ],
  'PUT /api/imports/:id/files': [['/api/imports/1/files'], ['/api/imports/1/files?name=a&x=1']],
  'POST /api/imports/:id/finish': [['/api/imports/a%5Cb/finish']],
  'GET /api/imports/:id': [['/api/imports/1?x=1']],
  'DELETE /api/imports/:id': [['/api/imports/1?x=1']],
  'POST /api/samples': [['/api/samples?to=/etc']],
  'GET /api/volumes/:id': [['/api/volumes/1?x=1']],
  'GET /api/volumes/:id/voxels': [
    ['/api/volumes/1/voxels?phase=-1'],
    ['/api/volumes/1/voxels?phase=1.5'],
    ['/api/volumes/1/voxels?k0=a'],
    ['/api/volumes/1/voxels?k1=0'],
  ],
  'GET /api/volumes/:id/thumbnail': [['/api/volumes/1/thumbnail?size=9']],
  'GET /api/volumes/:id/export': [['/api/volumes/1/export'], ['/api/volumes/1/export?format=exe']],
  'GET /api/models': [['/api/models?x=1']],
  'GET /api/jobs': [['/api/jobs?x=1']],
  'POST /api/jobs': [
    ['/api/jobs', {}],
    ['/api/jobs', { kind: 'samples', volumeId: 'v', params: steps }],
    ['/api/jobs', { kind: 'enhance', volumeId: 'v', params: { ...steps, steps: 0 } }],
    ['/api/jobs', { kind: 'enhance', volumeId: 'v', params: { ...steps, steps: 17 } }],
    ['/api/jobs', { kind: 'enhance', volumeId: 'v', params: { ...steps, seed: -1 } }],
    ['/api/jobs', { kind: 'reconstruct', volumeId: 'v', params: {} }],
    ['/api/jobs', { kind: 'reconstruct', projectionsId: 'p', params: { everyNth: 0 } }],
    ['/api/jobs', { kind: 'reconstruct', projectionsId: 'p', params: { method: 'magic' } }],
    ['/api/jobs', { kind: 'simulate', volumeId: 'v', params: { views: 4 } }],
    ['/api/jobs', { kind: 'simulate', volumeId: 'v', params: { views: 50, photons: 0 } }],
    ['/api/jobs', { kind: 'enhance', volumeId: 'v', params: { ...steps, provider: 'abacus' } }],
    ['/api/jobs', { kind: 'enhance', volumeId: 7, params: steps }],
    ...refusedMatchJobs,
  ],
  'GET /api/jobs/:id': [['/api/jobs/1?x=1']],
  'GET /api/jobs/:id/preview': [['/api/jobs/1/preview?x=1']],
  'GET /api/projections/:id': [['/api/projections/1?x=1']],
  'GET /api/projections/:id/views': [
    ['/api/projections/1/views?from=-1'],
    ['/api/projections/1/views?to=0'],
    ['/api/projections/1/views?view=1'],
  ],
  'GET /api/projections/:id/sinogram': [
    ['/api/projections/1/sinogram'],
    ['/api/projections/1/sinogram?row=0.5'],
  ],
  'DELETE /api/projections/:id': [['/api/projections/1?x=1']],
  'POST /api/projections/:id/restore': [['/api/projections/1/restore?x=1']],
  'POST /api/jobs/:id/cancel': [['/api/jobs/a%2Fb/cancel']],
  'GET /api/results': [['/api/results?x=1']],
  'GET /api/results/:id': [['/api/results/1?x=1']],
  'GET /api/results/:id/residual': [['/api/results/1/residual']],
  'DELETE /api/results/:id': [['/api/results/1?x=1']],
  'POST /api/compare': [
    ['/api/compare', { a: '1' }],
    ['/api/compare', { a: '1', b: '2', mask: 'lung' }],
  ],
  'POST /api/measure': [
    ['/api/measure', { volumeId: 'v', roi: { kind: 'sphere', centreMm: [0, 0], radiusMm: 1 } }],
    ['/api/measure', { volumeId: 'v', roi: { kind: 'sphere', centreMm: [0, 0, 0], radiusMm: 0 } }],
    ['/api/measure', { volumeId: 'v', roi: { kind: 'spline' } }],
  ],
  'POST /api/reports': [
    ['/api/reports', {}],
    ['/api/reports', { studyUid: 1 }],
  ],
  'GET /api/settings': [['/api/settings?x=1']],
  'PUT /api/settings/:key': [
    ['/api/settings/a%2Fb', { value: 1 }],
    ['/api/settings/a', { v: 1 }],
  ],
  ...refusedByHearts,
  ...refusedByDense,
  ...refusedByPlanning,
  ...refusedByMatches,
};

test('the negative fixtures cover every route of the contract', () => {
  expect(Object.keys(refused).sort()).toEqual(Object.keys(contract).sort());
});

test.each(Object.entries(refused).flatMap(([route, cases]) => cases.map((one) => [route, ...one])))(
  '%s refuses %s %j',
  async (route, path, body) => {
    const response = await call((route as string).split(' ')[0]!, path as string, body);
    expect(response.status).toBe(400);
    expect((await errorOf(response)).code).toMatch(/^engine\/(bad-request|no-paths)$/);
  },
);

test('a refusal names the field and the rule, never the value', async () => {
  const response = await call('POST', '/api/compare', { a: 'Doe^Jane', b: 7 });
  const { message } = await errorOf(response);
  expect(message).toContain('b');
  expect(message).not.toContain('Doe');
});

test('a body that is not declared as JSON is refused, as a foreign form would send it', async () => {
  const init = {
    method: 'POST',
    body: '{"a":"1","b":"2"}',
    headers: { 'content-type': 'text/plain' },
  };
  const response = await createRouter(
    services(),
    options,
  )(new Request(`${origin}/api/compare`, init));
  expect(response.status).toBe(400);
});

test('JSON of more than a mebibyte is refused, with and without a length', async () => {
  const long = JSON.stringify({ a: 'x'.repeat(2 ** 20), b: '' });
  expect((await call('POST', '/api/compare', long)).status).toBe(413);
  const body = new Blob([long]).stream();
  const headers = { 'content-type': 'application/json' };
  const request = new Request(`${origin}/api/compare`, {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);
  const response = await createRouter(services(), options)(request);
  expect(response.status).toBe(413);
  expect((await errorOf(response)).code).toBe('engine/too-large');
});

test('what is not in the contract is unknown, in the same envelope', async () => {
  for (const [method, path] of [
    ['GET', '/api/nothing'],
    ['POST', '/api/studies'],
    ['DELETE', '/'],
    ['GET', '/api/../package.json'],
  ] as const) {
    const response = await call(method, path);
    expect(response.status).toBe(404);
    const { action } = await errorOf(response);
    expect(action).not.toBe('');
  }
});

test('an answer that breaks the contract is an error inside, not sent on', async () => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const odd = { ...volumeRecord(), dims: ['8', 6, 20] };
  const response = await call('GET', '/api/volumes/v', undefined, { 'volumes.get': () => odd });
  expect(response.status).toBe(500);
  expect(await errorOf(response)).toMatchObject({ code: 'engine/internal' });
  expect(stderr).toHaveBeenCalledOnce();
});

test('a good answer passes, fields that the contract does not know are left out', async () => {
  const get = () => ({ ...volumeRecord({ id: 'v' }), secret: 1 });
  const response = await call('GET', '/api/volumes/v', undefined, { 'volumes.get': get });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual(volumeRecord({ id: 'v' }));
});

test.each([
  ['library/not-found', 404, { what: 'volume' }],
  ['library/disk-full', 500, {}],
  ['model/not-hu', 409, { kind: 'mr' }],
  ['library/out-of-range', 400, { phases: 1, slices: 2 }],
] as const)('%s becomes status %i', async (code, status, params) => {
  const get = () => Promise.reject(new SparrowError(code, params));
  const response = await call('GET', '/api/volumes/v', undefined, { 'volumes.get': get });
  expect(response.status).toBe(status);
  expect(await errorOf(response)).toMatchObject({ code });
});

test('no identifier of a patient reaches the log or the answer', async () => {
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  const identifiers = ['Doe^Jane', 'PAT-0815', '19700229', '1.2.840.99.1', '/home/doe/scan.dcm'];
  const get = () => {
    const error = new TypeError(`cannot read ${identifiers.join(' ')}\n    at Doe^Jane.dcm:1:1`);
    throw Object.assign(error, { code: 'EPATIENT Doe' });
  };
  const response = await call('GET', '/api/studies/1.2.840.99.1', undefined, {
    'studies.get': get,
  });
  const said = lines.join('') + JSON.stringify(await response.json());
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('TypeError');
  expect(lines[0]).toContain('router.test.ts');
  for (const identifier of identifiers) expect(said).not.toContain(identifier);
});

test('voxels stream with their length and are not sent twice', async () => {
  const voxels = () => ({
    byteLength: 6,
    etag: 'v-0-all-all',
    chunks: (async function* () {
      yield Uint8Array.of(1, 2, 3);
      yield Uint8Array.of(4, 5, 6);
    })(),
  });
  const calls = { 'volumes.voxels': voxels };
  const response = await call('GET', '/api/volumes/v/voxels?phase=0', undefined, calls);
  expect(response.headers.get('content-length')).toBe('6');
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
  const headers = { 'if-none-match': response.headers.get('etag') ?? '' };
  const request = new Request(`${origin}/api/volumes/v/voxels`, { headers });
  const again = await createRouter(services(calls), options)(request);
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

test('a download has its name; paths are taken only where the door may name them', async () => {
  const pdf = () => ({
    fileName: 'sparrow “1”.pdf',
    contentType: 'application/pdf',
    bytes: Uint8Array.of(37, 80),
  });
  const response = await call('POST', '/api/reports', { studyUid: '1' }, { 'reports.pdf': pdf });
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename="sparrow_1_.pdf"; filename*=UTF-8''sparrow%20%E2%80%9C1%E2%80%9D.pdf`,
  );
  const started = vi.fn(() => Promise.resolve('i1'));
  const calls = { 'imports.start': started };
  const body = { paths: ['/data'] };
  const allowed = await call('POST', '/api/imports', body, calls, { allowPaths: true });
  expect(await allowed.json()).toEqual({ id: 'i1' });
  expect(started).toHaveBeenCalledWith(['/data']);
});

test('every answer carries the security headers', async () => {
  for (const path of ['/api/health', '/api/nothing', '/nothing']) {
    const { headers } = await call('GET', path);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toMatch(
      /'unsafe-eval'|script-src[^;]*inline/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  }
});
