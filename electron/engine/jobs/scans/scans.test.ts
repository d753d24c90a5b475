import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  reconstructParamsSchema,
  simulateParamsSchema,
  type JobRecord,
  type ProjectionsRecord,
  type StudyRecord,
  type VolumeRecord,
} from '../../../../studies/library/records.ts';
import { writeCbct } from '../../../../test/fixtures/cbct-series.ts';
import { fakeInference } from '../../../../test/fixtures/engine-tools.ts';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.ts';
import { decodePreview } from '../../contract/preview.ts';
import { createEngine, type Engine } from '../../engine.ts';
import { nodeWorkers } from '../node-worker.ts';

const folder = temporaryFolder();
let engine: Engine;
let source: VolumeRecord;
let simulated: { job: JobRecord; study: StudyRecord };

beforeAll(async () => {
  engine = await createEngine({
    libraryDir: join(folder, 'library'),
    startWorker: nodeWorkers(fakeInference),
    version: '1',
    allowPaths: true,
    threads: 2,
  });
  const scan = join(folder, 'scan');
  writeCbct(scan, { seriesUid: '1.2.826.0.1.99.400', views: 400, size: 48 });
  const { imports, studies, jobs } = engine.services;
  const report = await imports.finish(await imports.start([scan]));
  source = report.studies[0]!.series[0]!.volumes[0]!;
  const params = simulateParamsSchema.parse({ views: 20, dense: 80, spacingMm: 4, photons: 1e5 });
  const { id } = await jobs.simulate({ volumeId: source.id, params });
  const job = await jobs.settled(id);
  simulated = { job, study: await studies.get(source.studyUid) };
});
afterAll(() => engine.close());

const volumes = () => simulated.study.series.flatMap((series) => series.volumes);
const projections = (): ProjectionsRecord => simulated.study.projections[0]!;

async function reconstructed(params: object): Promise<VolumeRecord> {
  const { jobs, volumes: all } = engine.services;
  const request = reconstructParamsSchema.parse(params);
  const { id } = await jobs.reconstruct({ projectionsId: projections().id, params: request });
  const job = await jobs.settled(id);
  expect(job).toMatchObject({ state: 'done', error: null });
  return all.get(job.made!.volumes[0]!);
}

test('simulate puts a sparse and a dense volume and the sparse projections in the study', () => {
  expect(simulated.job).toMatchObject({ state: 'done', error: null });
  const { made } = simulated.job;
  expect(simulated.study.projections.map(({ id }) => id)).toEqual(made?.projections);
  expect(projections()).toMatchObject({
    views: 20,
    origin: 'simulated',
    sourceVolumeId: source.id,
  });
  const [sparse, dense] = made!.volumes.map((id) => volumes().find((one) => one.id === id)!);
  expect(sparse).toMatchObject({
    kind: 'cbct',
    views: 20,
    projectionsId: projections().id,
    frameOfReferenceUid: source.frameOfReferenceUid,
    reconstruction: { method: 'fdk', views: 20, hannCutOff: 1, iterations: 0 },
  });
  expect(dense).toMatchObject({ kind: 'cbct', views: 80, projectionsId: null });
  expect(new Set(volumes().map(({ seriesUid }) => seriesUid)).size).toBe(3);
});

test('views and sinogram of the projections are the same numbers', async () => {
  const { id, rows, columns, views } = projections();
  const bytes = async (body: { chunks: AsyncIterable<Uint8Array>; byteLength: number }) => {
    const all = Buffer.concat(await Array.fromAsync(body.chunks));
    expect(all.byteLength).toBe(body.byteLength);
    return new Float32Array(new Uint8Array(all).buffer);
  };
  const whole = await bytes(await engine.services.projections.views(id, {}));
  expect(whole).toHaveLength(views * rows * columns);
  const two = await bytes(await engine.services.projections.views(id, { from: 3, to: 5 }));
  expect(two).toEqual(whole.slice(3 * rows * columns, 5 * rows * columns));
  const sinogram = await bytes(await engine.services.projections.sinogram(id, 7));
  expect(sinogram).toEqual(whole.filter((_, n) => n % rows === 7));
  await expect(engine.services.projections.views(id, { from: 3, to: 99 })).rejects.toThrow(
    /lies outside/,
  );
});

test('a reconstruction is a cone-beam CT of its own that says how it was made', async () => {
  const volume = await reconstructed({ everyNth: 2, dims: [24, 24, 16], spacingMm: 4 });
  expect(volume).toMatchObject({
    kind: 'cbct',
    views: 10,
    dims: [24, 24, 16],
    spacingMm: [4, 4, 4],
    projectionsId: projections().id,
    reconstruction: { method: 'fdk', views: 10, usedViews: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18] },
  });
  const { voxels } = await engine.services.volumes.grid(volume.id, 0);
  const middle = (8 * 24 + 12) * 24 + 12;
  expect(voxels[middle]).toBeGreaterThan(-300);
  expect(voxels[0]).toBe(-1000);
  const written = await engine.services.exports.toFolder(volume.id, 'dicom', join(folder, 'out'));
  expect(written).toHaveLength(16);
});

test('OS-SART-TV comes nearer to the dense scan than FDK from few views', async () => {
  const [sparse, dense] = simulated.job.made!.volumes as [string, string];
  const like = volumes().find(({ id }) => id === sparse)!;
  const { dims, spacingMm } = like;
  const tv = await reconstructed({
    method: 'os-sart-tv',
    dims,
    spacingMm: spacingMm[0],
    iterations: 2,
  });
  expect(tv.reconstruction).toMatchObject({ method: 'os-sart-tv', iterations: 2 });
  expect(tv.originMm).toEqual(like.originMm);
  const byTv = await engine.services.compare({ a: dense, b: tv.id });
  const byFdk = await engine.services.compare({ a: dense, b: sparse });
  expect(byTv.psnrDb).toBeGreaterThan(byFdk.psnrDb);
});

test('a running reconstruction shows its middle slices and is gone within a second', async () => {
  const { jobs } = engine.services;
  const params = reconstructParamsSchema.parse({ method: 'os-sart', iterations: 100 });
  const { id } = await jobs.reconstruct({ projectionsId: projections().id, params });
  await expect
    .poll(async () => (await jobs.preview(id)).byteLength, { timeout: 50_000 })
    .toBeGreaterThan(0);
  const preview = decodePreview((await jobs.preview(id)).buffer)!;
  const [nx, ny, nz] = preview.dims;
  expect([preview.axial.length, preview.coronal.length, preview.sagittal.length]).toEqual([
    nx * ny,
    nx * nz,
    ny * nz,
  ]);
  expect(preview.fraction).toBeGreaterThan(0);
  const running = await jobs.get(id);
  expect(running.progress?.device).toBe('CPU, 2 threads');
  expect(running.progress?.secondsLeft).not.toBe(0);
  const asked = performance.now();
  await jobs.cancel(id);
  const ended = await jobs.settled(id);
  expect(performance.now() - asked).toBeLessThan(1000);
  expect(ended).toMatchObject({ state: 'cancelled', made: null });
  expect((await jobs.preview(id)).byteLength).toBe(0);
});

test.each([
  [{ everyNth: 10 }, 'scans/too-few-views'],
  [{ dims: [5000, 5000, 5000], spacingMm: 0.1 }, 'scans/too-big'],
])('what cannot be reconstructed is refused before it is queued: %j', async (params, code) => {
  const request = {
    projectionsId: projections().id,
    params: reconstructParamsSchema.parse(params),
  };
  await expect(engine.services.jobs.reconstruct(request)).rejects.toMatchObject({ code });
});

test.each([
  [{ views: 20, geometry: 'square' }, 'scans/no-such-geometry'],
  [{ views: 20, dense: 10 }, 'simulate/more-views-than-dense'],
])('what cannot be simulated is refused before it is queued: %j', async (params, code) => {
  const request = { volumeId: source.id, params: simulateParamsSchema.parse(params) };
  await expect(engine.services.jobs.simulate(request)).rejects.toMatchObject({ code });
});

test('more slices of the source leave what was computed from it alone', async () => {
  const before = (await engine.services.studies.get(source.studyUid)).series.length;
  const scan = join(folder, 'more');
  writeCbct(scan, { seriesUid: '1.2.826.0.1.99.50', views: 50, size: 8 });
  const { imports, studies } = engine.services;
  await imports.finish(await imports.start([scan]));
  const after = await studies.get(source.studyUid);
  expect(after.series).toHaveLength(before + 1);
  expect(after.projections).toHaveLength(1);
});
