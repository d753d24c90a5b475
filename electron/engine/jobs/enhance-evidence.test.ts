import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  enhanceParamsSchema,
  type ResultRecord,
  type VolumeRecord,
} from '../../../studies/library/records.ts';
import { openLibrary } from '../../../studies/library/open.ts';
import type { Library } from '../../../studies/library/library.ts';
import { voxelArray } from '../../../studies/volume/volume.ts';
import { measuredBody, type MeasuredBody } from '../../../test/fixtures/measured-body.ts';
import { measuredStudy, tinyModels } from '../../../test/fixtures/measured-study.ts';
import { startWorker } from '../../../test/fixtures/start-worker.ts';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { dicomPlan } from '../services/dicom-export.ts';
import { createEvents } from '../services/events.ts';
import { createJobs } from '../services/jobs.ts';
import { createModels } from '../services/models.ts';
import { createReports } from '../services/reports.ts';
import { residualView } from '../services/residual.ts';
import type { JobsService } from '../services/services.ts';
import { createVolumes } from '../services/volumes.ts';
import { enhance, type EnhanceTools } from './enhance.ts';
import { Queue } from './queue.ts';

let library: Library;
let tools: EnhanceTools;
let queue: Queue;
let jobs: JobsService;
let body: MeasuredBody;
let source: VolumeRecord;
let result: ResultRecord;

beforeAll(async () => {
  library = openLibrary(temporaryFolder());
  tools = {
    library,
    volumes: createVolumes(library),
    models: createModels(await tinyModels()),
    startWorker,
    threads: 1,
  };
  queue = new Queue(library, createEvents(), (job, onProgress, signal) =>
    enhance(tools, job, onProgress, signal),
  );
  jobs = createJobs(queue, tools);
  body = await measuredBody(30);
  source = await measuredStudy(library, body);
  result = await run({ steps: 2, keepSteps: true, refine: 1, samples: 2 });
});
afterAll(async () => {
  await queue.close();
  library.close();
});

async function run(params: object, volumeId = source.id): Promise<ResultRecord> {
  const request = enhanceParamsSchema.parse({ steps: 1, seed: 1, provider: 'cpu', ...params });
  const { id } = await jobs.enhance({ volumeId, params: request });
  const job = await jobs.settled(id);
  expect(job).toMatchObject({ state: 'done', error: null });
  return library.results.get(job.resultId!);
}

async function voxels(id: string) {
  const { voxelType } = library.volumes.get(id);
  return voxelArray(voxelType, (await library.volumes.readVoxels(id)).buffer);
}

describe('a result of a volume whose projections are in the library', () => {
  test('says how it was started, refined, and how far it agrees', () => {
    expect(result).toMatchObject({ start: 'projections', refine: 1 });
    const { evidence } = result;
    expect(evidence).toMatchObject({ projectionsId: source.projectionsId, departureHu: 10 });
    expect(evidence!.perViewPercent).toHaveLength(30);
    expect(evidence!.residualPercent).toBeGreaterThan(0);
    expect(evidence!.inputResidualPercent).toBeGreaterThan(2);
    expect(evidence!.usedViews).toBeUndefined();
    expect(result.badge).toContain('data-consistent start (ours)');
    expect(result.badge).toContain('refined on the projections, 1 iteration (ours)');
    expect(result.badge).toContain(`residual ${evidence!.residualPercent.toFixed(1)} %, input `);
  });

  test('keeps the departure map on the grid of the volume', async () => {
    const map = library.volumes.get(result.evidence!.departureVolume);
    expect(map).toMatchObject({
      dims: source.dims,
      voxelType: 'float32',
      unit: 'HU',
      kind: 'other',
    });
    expect(map.resultId).toBe(result.id);
    const values = await voxels(map.id);
    expect(values.some((value) => Math.abs(value) > 1)).toBe(true);
  });

  test('keeps the residual images, a view at a time, that add up to its figures', async () => {
    const { evidence } = result;
    const { geometry } = body.projections;
    const pixels = geometry.detectorColumns * geometry.detectorRows;
    const { chunks, byteLength } = await residualView(library, result.id, 7);
    expect(byteLength).toBe(4 * pixels);
    const parts = await Array.fromAsync(chunks);
    const view = new Float32Array(Uint8Array.from(Buffer.concat(parts)).buffer);
    const measured = body.projections.lineIntegrals.subarray(7 * pixels, 8 * pixels);
    let [difference, all] = [0, 0];
    for (let n = 0; n < pixels; n++) {
      if (view[n] === 0) continue;
      difference += Math.abs(view[n]!);
      all += measured[n]!;
    }
    expect((100 * difference) / all).toBeCloseTo(evidence!.perViewPercent[7]!, 1);
  });

  test('keeps the pictures of the start and of both steps', async () => {
    const { steppedVolumes } = result;
    expect(steppedVolumes.map(({ step, steps }) => [step, steps])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ]);
    const first = await voxels(steppedVolumes[0]!.volume);
    const last = await voxels(steppedVolumes[2]!.volume);
    expect(first).not.toEqual(last);
    // A mean of samples, refined: no step's picture is the result.
    expect(steppedVolumes.map(({ volume }) => volume)).not.toContain(result.volume);
    expect(steppedVolumes.every(({ residualPercent }) => residualPercent! > 0)).toBe(true);
    expect(result.spreadVolume).toBeDefined();
  });

  test('takes all its volumes along when it is deleted', async () => {
    const plain = await run({ keepSteps: true });
    expect(plain.steppedVolumes.at(-1)!.volume).toBe(plain.volume);
    const made = [plain.volume, plain.evidence!.departureVolume, plain.evidence!.residualVolume!];
    library.results.delete(plain.id);
    for (const id of made) expect(() => library.volumes.get(id)).toThrow('holds no volume');
  });
});

test('a start from the FDK volume has its evidence too', async () => {
  const plain = await run({ start: 'fdk' });
  expect(plain).toMatchObject({ start: 'fdk', refine: 0, steppedVolumes: [] });
  expect(plain.evidence!.inputResidualPercent).toBeCloseTo(
    result.evidence!.inputResidualPercent,
    6,
  );
});

test('evidence compares with the views that the volume was made from, and no others', async () => {
  const usedViews = Array.from({ length: 15 }, (_, n) => 2 * n);
  const another = openLibrary(temporaryFolder());
  try {
    const half = await measuredStudy(another, body, usedViews);
    const other = { ...tools, library: another, volumes: createVolumes(another) };
    const line = new Queue(another, createEvents(), (job, onProgress, signal) =>
      enhance(other, job, onProgress, signal),
    );
    const { id } = await createJobs(line, other).enhance({
      volumeId: half.id,
      params: enhanceParamsSchema.parse({ steps: 1, seed: 1, start: 'fdk' }),
    });
    const job = await createJobs(line, other).settled(id);
    const { evidence } = another.results.get(job.resultId!);
    expect(evidence!.usedViews).toEqual(usedViews);
    expect(evidence!.perViewPercent).toHaveLength(15);
    await line.close();
  } finally {
    another.close();
  }
});

test('what needs projections is refused at once where there are none', async () => {
  const orphan = { ...source, id: 'orphan', seriesUid: '1.9', projectionsId: null };
  await library.projections.save({
    projections: [],
    volumes: [{ record: orphan, voxels: new Uint8Array(body.fdk.buffer) }],
  });
  const refused = (params: object) =>
    jobs.enhance({
      volumeId: 'orphan',
      params: enhanceParamsSchema.parse({ steps: 1, seed: 1, ...params }),
    });
  await expect(refused({ start: 'projections' })).rejects.toMatchObject({
    code: 'model/no-projections',
  });
  await expect(refused({ refine: 2 })).rejects.toMatchObject({ code: 'model/no-projections' });
  const without = await run({}, 'orphan');
  expect(without).toMatchObject({ start: 'fdk', evidence: null });
});

test('DICOM and report carry the figure and the flags', async () => {
  const version = '1';
  const volumes = tools.volumes;
  const plan = await dicomPlan({ library, volumes, version }, library.volumes.get(result.volume));
  if (plan.kind !== 'series') throw new Error('a series was expected');
  const { description, comments } = plan.meta.derivation!;
  const figure = `residual ${result.evidence!.residualPercent.toFixed(2)} %`;
  expect(description).toContain(figure);
  expect(description).toContain('data-consistent start');
  expect(description.length).toBeLessThan(1024);
  expect(comments).toContain(figure);
  for (const { message } of result.warnings) expect(comments).toContain(message);
  const { models } = tools;
  const hearts = { labels: () => Promise.reject(new Error('there is no heart')) };
  const reports = createReports({ library, volumes, models, hearts, version });
  const pdf = await reports.pdf({ studyUid: source.studyUid, resultId: result.id });
  const pages = Buffer.from(pdf.bytes).toString('latin1');
  // Nine pictures, the plot and the three planes of the map.
  expect(pages.match(/\/S \/Figure/g)).toHaveLength(13);
  expect(pages).toContain('Axial plane, departure map');
});
