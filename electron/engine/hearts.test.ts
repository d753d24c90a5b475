import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type {
  HeartEdit,
  HeartNeighbour,
  HeartPlanes,
  HeartResult,
  HeartTrend,
  HeartWithout,
} from '../../studies/library/heart-records.ts';
import type { JobRecord } from '../../studies/library/records.ts';
import { heartLibrary, heartModels } from '../../test/fixtures/heart-study.ts';
import { createEngine, type Engine } from './engine.ts';
import type { EngineEvent } from './contract/shapes.ts';
import { nodeWorkers } from './jobs/node-worker.ts';

// Networks and threads of their own for every step: slow on a machine that has other work.
vi.setConfig({ testTimeout: 240_000 });

/** The routes on a painted heart, computed by tiny graphs in the real inference process. */
const lean = { size: 64, phases: 6, slices: 5, stepMm: 17 };
const studyUid = '1.2.3';
const later = '1.2.4';
let engine: Engine;
let heart: HeartResult;
const heard: EngineEvent[] = [];

function send(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const init: RequestInit =
    body instanceof Uint8Array
      ? { method, body: new Uint8Array(body) }
      : body === undefined
        ? { method }
        : { method, body: JSON.stringify(body), headers };
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

const bytesOf = async (path: string) =>
  new Uint8Array(await (await send('GET', path)).arrayBuffer());

async function analysed(uid: string): Promise<HeartResult> {
  const started = await call<JobRecord>('POST', '/api/jobs', {
    kind: 'heart',
    studyUid: uid,
    params: { provider: 'cpu' },
  });
  for (;;) {
    const job = await call<JobRecord>('GET', `/api/jobs/${started.id}`);
    if (job.state === 'queued' || job.state === 'running') await sleep(50);
    else {
      expect(job.error).toBeNull();
      return call('GET', `/api/hearts/${job.resultId}`);
    }
  }
}

beforeAll(async () => {
  engine = await createEngine({
    libraryDir: await heartLibrary(
      { studyUid, ...lean },
      { studyUid: later, date: '20260601', ...lean },
      { studyUid: '1.2.5', patientId: 'P2', ...lean, longAxis: ['4ch'] },
    ),
    modelsDir: await heartModels(),
    startWorker: nodeWorkers(),
    version: '1',
    allowPaths: false,
    threads: 1,
  });
  engine.services.events.subscribe(({ event }) => heard.push(event));
  heart = await analysed(studyUid);
}, 240_000);
afterAll(() => engine.close());

const labelsPath = (place: { slice?: number; phase: number; edited?: boolean }) => {
  const query = new URLSearchParams({ volume: heart.leadVolumeId });
  for (const [name, value] of Object.entries(place)) query.set(name, String(value));
  return `/api/hearts/${heart.id}/labels?${query}`;
};

test('planes are found before any network runs, and a correction is kept', async () => {
  const path = `/api/studies/${studyUid}/heart`;
  const found = await call<HeartPlanes>('GET', `${path}/planes`);
  const used = found.planes.filter((plane) => plane.used);
  expect(used.map(({ view }) => view).sort()).toEqual([
    '2ch',
    '4ch',
    ...new Array<string>(lean.slices).fill('sax'),
  ]);
  const fourChamber = used.find(({ view }) => view === '4ch')!;
  const put = { ...found.corrections, used: { [fourChamber.id]: false }, heightCm: 180 };
  const corrected = await call<HeartPlanes>('PUT', `${path}/corrections`, put);
  expect(corrected.planes.find(({ id }) => id === fourChamber.id)?.used).toBe(false);
  expect(await call('GET', `${path}/planes`)).toEqual(corrected);
  const none = Object.fromEntries(found.planes.map(({ id }) => [id, false]));
  const refused = await refusal('PUT', `${path}/corrections`, { ...put, used: none });
  expect(refused).toEqual([409, 'cardiac/no-planes']);
  expect(await call('GET', `${path}/planes`)).toEqual(corrected);
  expect((await call<HeartResult>('GET', `/api/hearts/${heart.id}`)).bodySurfaceM2).toBeCloseTo(
    Math.sqrt((180 * 72) / 3600),
    6,
  );
  await call('PUT', `${path}/corrections`, found.corrections);
});

test('a job ends in a heart with labels, numbers and what the person’s record says', async () => {
  expect(heart).toMatchObject({
    studyUid,
    model: 'whole-heart',
    provider: 'cpu',
    edited: null,
    patientSex: 'F',
    patientAgeYears: 56,
    badge: expect.stringMatching(/7 planes · research use/) as string,
  });
  expect(heart.bodySurfaceM2).toBeCloseTo(Math.sqrt((175 * 72) / 3600), 6);
  const { hearts } = await call<{ hearts: HeartResult[] }>(
    'GET',
    `/api/studies/${studyUid}/hearts`,
  );
  expect(hearts).toEqual([heart]);
  const labels = await bytesOf(labelsPath({ phase: 0 }));
  expect(labels).toHaveLength(lean.size ** 2 * lean.slices);
  expect(new Set(labels)).toEqual(new Set([0, 1, 2, 3]));
  expect(heard).toContainEqual({ type: 'library', change: 'hearts' });
  const phases = heard.flatMap((event) =>
    event.type === 'job' && event.job.progress ? [event.job.progress.phase] : [],
  );
  // Told a few times a second: which of the short steps are heard is chance.
  const known = ['planes', 'encoder', 'segmentation', 'measures', 'checks'];
  expect(phases.length).toBeGreaterThan(0);
  for (const phase of phases) expect(known).toContain(phase);
});

test('contours leave as NIfTI and as marked pictures', async () => {
  const nifti = await send('GET', `/api/volumes/${heart.id}/export?format=nifti`);
  expect(nifti.headers.get('content-disposition')).toContain('.nii.gz');
  const bytes = gunzipSync(new Uint8Array(await nifti.arrayBuffer()));
  const voxels = lean.size ** 2 * lean.slices * lean.phases;
  expect(bytes.length - voxels).toBeLessThan(1000);
  const drawn = heart.labels.find((one) => one.sourceVolumeId === heart.leadVolumeId)!;
  const volume = drawn.labelsVolumeId;
  const png = await send('GET', `/api/volumes/${volume}/export?format=png`);
  const pictures = Object.keys(unzipSync(new Uint8Array(await png.arrayBuffer())));
  expect(pictures).toHaveLength(lean.slices * lean.phases);
});

test('what cannot be drawn or asked is refused in so many words', async () => {
  const drawn = new Uint8Array(lean.size ** 2);
  const place = { slice: 2, phase: 0 };
  expect(await refusal('PUT', labelsPath(place), drawn.subarray(1))).toEqual([
    400,
    'heart/bad-labels',
  ]);
  expect(
    await refusal(
      'PUT',
      labelsPath(place),
      drawn.map(() => 6),
    ),
  ).toEqual([400, 'heart/bad-labels']);
  expect(await refusal('PUT', labelsPath({ slice: lean.slices, phase: 0 }), drawn)).toEqual([
    400,
    'library/out-of-range',
  ]);
  const elsewhere = `/api/hearts/${heart.id}/labels?volume=other&slice=0&phase=0`;
  expect(await refusal('PUT', elsewhere, drawn)).toEqual([404, 'heart/no-labels']);
  expect(
    await refusal('POST', `/api/hearts/${heart.id}/without`, {
      slotsOff: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    }),
  ).toEqual([400, 'heart/slot-absent']);
  expect(
    await refusal('POST', '/api/jobs', {
      kind: 'heart',
      studyUid: 'absent',
      params: {},
    }),
  ).toEqual([404, 'library/not-found']);
});

test('a drawn slice counts at once; the model’s own stays and comes back', async () => {
  const place = { slice: 2, phase: heart.edPhase };
  const own = await bytesOf(labelsPath({ phase: heart.edPhase, edited: false }));
  const size = lean.size ** 2;
  const erased = new Uint8Array(size);
  const edited = await call<HeartResult>('PUT', `${labelsPath(place)}&expected=`, erased);
  expect(edited).toMatchObject({ measuresBy: 'edited', head: heart.head, masks: heart.masks });
  const ed = heart.edPhase;
  expect(edited.edited!.lvCurveMl[ed]!).toBeLessThan(0.85 * heart.masks.lvCurveMl[ed]!);
  expect(edited.measures.lvEfPct).toEqual(edited.edited!.measures.lvEfPct);

  const shown = await bytesOf(labelsPath({ phase: ed }));
  expect(shown.subarray(2 * size, 3 * size)).toEqual(erased);
  expect(shown.subarray(0, 2 * size)).toEqual(own.subarray(0, 2 * size));
  expect(await bytesOf(labelsPath({ phase: ed, edited: false }))).toEqual(own);

  const { edits } = await call<{ edits: HeartEdit[] }>('GET', `/api/hearts/${heart.id}/edits`);
  expect(edits).toMatchObject([{ sourceVolumeId: heart.leadVolumeId, ...place }]);
  expect(await refusal('PUT', `${labelsPath(place)}&expected=`, erased)).toEqual([
    409,
    'heart/edited-meanwhile',
  ]);
  const seen = encodeURIComponent(edits[0]!.created);
  const again = own.slice(2 * size, 3 * size);
  const redrawn = await call<HeartResult>('PUT', `${labelsPath(place)}&expected=${seen}`, again);
  expect(redrawn.edited!.lvCurveMl).toEqual(heart.masks.lvCurveMl);
  expect(await call('DELETE', labelsPath(place))).toEqual(heart);
});

test('slices that are drawn together are all kept', async () => {
  const erased = new Uint8Array(lean.size ** 2);
  const places = [0, 1, 2, 3, 4].map((slice) => labelsPath({ slice, phase: 0 }));
  const answers = await Promise.all(places.map((path) => call<HeartResult>('PUT', path, erased)));
  expect(answers.at(-1)!.edited!.lvCurveMl[0]).toBe(0);
  const { edits } = await call<{ edits: HeartEdit[] }>('GET', `/api/hearts/${heart.id}/edits`);
  expect(edits).toHaveLength(5);
  const last = await Promise.all(places.map((path) => call<HeartResult>('DELETE', path)));
  expect(last.at(-1)).toEqual(heart);
});

test('planes can be turned off, and drawn from the others', async () => {
  const path = `/api/hearts/${heart.id}`;
  const all = await call<HeartWithout>('POST', `${path}/without`, { slotsOff: [] });
  expect(all.cosine).toBeCloseTo(1, 5);
  expect(all.measures).toEqual(heart.head);
  const less = await call<HeartWithout>('POST', `${path}/without`, { slotsOff: [2, 0, 2] });
  expect(less.slotsOff).toEqual([0, 2]);
  expect(less.lvCurveMl).toHaveLength(24);
  const drawn = await send('POST', `${path}/synthesise`, { slot: 1 });
  expect((await drawn.arrayBuffer()).byteLength).toBe(24 * 96 * 96);
});

test('similar hearts and the same patient over time', async () => {
  const second = await analysed(later);
  const other = await analysed('1.2.5');
  const path = `/api/hearts/${heart.id}/similar`;
  const { neighbours } = await call<{ neighbours: HeartNeighbour[] }>('GET', path);
  expect(neighbours).toMatchObject([{ result: other.id, samePatient: false }]);
  const all = await call<{ neighbours: HeartNeighbour[] }>('GET', `${path}?samePatient=true&k=1`);
  expect(all.neighbours).toMatchObject([{ result: second.id, samePatient: true }]);
  const { points } = await call<HeartTrend>('GET', `/api/studies/${later}/heart/trend`);
  expect(points.map(({ result, date }) => [result, date])).toEqual([
    [heart.id, '20260101'],
    [second.id, '20260601'],
  ]);
  await call('DELETE', `/api/hearts/${second.id}`);
  expect(await refusal('GET', `/api/hearts/${second.id}`)).toEqual([404, 'library/not-found']);
  expect((await call<HeartTrend>('GET', `/api/studies/${later}/heart/trend`)).points).toHaveLength(
    1,
  );
});
