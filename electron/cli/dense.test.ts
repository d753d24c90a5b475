import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { denseModelFolder } from '../../models/dmcvr/testing/dense-model.ts';
import type { DenseResult } from '../../studies/library/dense-records.ts';
import { run } from '../../test/fixtures/command-line.ts';
import { heartLibrary } from '../../test/fixtures/heart-study.ts';
import { pdfText } from '../../test/fixtures/pdf-text.ts';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.ts';

// Each answer is a process with its own inference process.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const studyUid = '1.2.3';
const folder = temporaryFolder();
let library: string;
let env: Record<string, string>;

interface Dense extends Omit<DenseResult, 'id' | 'volumeId' | 'labelsVolumeId' | 'discs'> {
  result: string;
  volume: string;
  labels: string;
  denseMeasures: DenseResult['measures'];
}
let dense: Dense;

async function sparrow<T>(...args: string[]) {
  const { status, stdout, stderr } = await run([...args, '--library', library, '--json'], env);
  if (stdout === '') throw new Error(stderr);
  return { status, said: JSON.parse(stdout) as T };
}

async function answer<T>(...args: string[]): Promise<T> {
  const { status, said } = await sparrow<T>(...args);
  expect(status, JSON.stringify(said)).toBe(0);
  return said;
}

const densify = (...options: string[]) =>
  sparrow<Dense & { error: { code: string; message: string } }>('densify', studyUid, ...options);

beforeAll(async () => {
  const models = join(folder, 'models');
  mkdirSync(models);
  renameSync(await denseModelFolder(), join(models, 'dmcvr'));
  env = { SPARROW_MODELS: models };
  library = await heartLibrary({ studyUid, size: 96, phases: 6, slices: 6, stepMm: 12 });
  dense = await answer('densify', studyUid, '--provider', 'cpu', '--withhold', '--spacing', '3');
});

test('densify answers with result, volumes, both ways of measuring and what tells how far they hold', () => {
  expect(dense).toMatchObject({ studyUid, method: 'between', targetMm: 3, provider: 'cpu' });
  expect(dense.grid.spacingMm[2]).toBeCloseTo(3, 9);
  expect(dense.measures.lvEfPct.value).toBeGreaterThan(20);
  expect(dense.denseMeasures.lvEdvMl.value / dense.measures.lvEdvMl.value).toBeCloseTo(1, 0);
  expect(dense.withheld.length).toBeGreaterThan(0);
  expect(dense.longAxis.map(({ view }) => view)).toEqual(expect.arrayContaining(['2ch', '4ch']));
  expect(dense.warnings).toBeInstanceOf(Array);
  expect(dense.seconds).toBeGreaterThan(0);
});

test('a cine volume names its study; one phase, another method, the same seed', async () => {
  const lead = dense.slices[0]!.volumeId;
  const one = await answer<Dense>(
    ...['densify', lead, '--phase', '2', '--method', 'linear', '--seed', '5', '--provider', 'cpu'],
  );
  expect(one).toMatchObject({ phases: [2], method: 'linear', seed: 5, studyUid, withheld: [] });
});

test('it is listed, shown with its provenance, and its model is the doctor’s', async () => {
  const { results } = await answer<{ results: { id: string; model: string; source: string }[] }>(
    'list',
  );
  const [entry] = results.filter(({ id }) => id === dense.result);
  expect(entry).toMatchObject({ model: 'dmcvr', source: dense.slices[0]!.volumeId });
  const shown = await answer<DenseResult>('show', dense.result);
  expect(shown).toMatchObject({
    id: dense.result,
    weightsSha256: dense.weightsSha256,
    inputSha256: dense.inputSha256,
    discs: dense.measures,
  });
  const volume = await answer<{ dims: number[]; result: DenseResult }>('show', dense.labels);
  expect(volume).toMatchObject({ dims: dense.grid.dims, result: { id: dense.result } });
  const { models } = await answer<{ models: { id: string }[] }>('doctor');
  expect(models.map(({ id }) => id)).toEqual(['dmcvr']);
});

/** What another program reads of a NIfTI-1 file: size, type, and where voxels lie (RAS). */
function header(file: string) {
  const bytes = readFileSync(file);
  const row = (offset: number) => [0, 4, 8, 12].map((at) => bytes.readFloatLE(offset + at));
  return {
    dims: [1, 2, 3, 4].map((n) => bytes.readInt16LE(40 + 2 * n)),
    datatype: bytes.readInt16LE(70),
    affine: [280, 296, 312].map(row),
    voxels: bytes.subarray(bytes.readFloatLE(108)),
  };
}

test('pictures and labels leave as NIfTI where they lie in the patient', async () => {
  const { grid, phases } = dense;
  const { dims, spacingMm, originMm } = grid;
  const axes = [grid.u, grid.v, grid.n];
  // LPS to RAS: the first two rows change sign.
  const expected = [-1, -1, 1].map((sign, row) => [
    ...axes.map((axis, n) => sign * axis[row]! * spacingMm[n]!),
    sign * originMm[row]!,
  ]);
  for (const [id, name] of [
    [dense.result, 'picture'],
    [dense.labels, 'labels'],
  ] as const) {
    const file = join(folder, `${name}.nii`);
    expect(await answer('export', id, '--nifti', file)).toEqual({ written: [file] });
    const read = header(file);
    expect(read.dims).toEqual([...dims, phases.length]);
    expect(read.datatype).toBe(2);
    read.affine.forEach((row, n) =>
      row.forEach((value, m) => expect(value).toBeCloseTo(expected[n]![m]!, 3)),
    );
    const classes = new Set(read.voxels);
    if (name === 'labels') expect(classes).toEqual(new Set([0, 1, 2, 3]));
    else expect(classes.size).toBeGreaterThan(3);
  }
});

test('surfaces leave as STL: all, one, and not what is no surface', async () => {
  const triangles = async (...options: string[]) => {
    const file = join(folder, 'heart.stl');
    expect(await answer('export', dense.result, '--stl', file, ...options)).toEqual({
      written: [file],
    });
    const bytes = readFileSync(file);
    const count = bytes.readUInt32LE(80);
    expect(bytes).toHaveLength(84 + 50 * count);
    return count;
  };
  expect(await triangles()).toBeGreaterThan(await triangles('--class', 'lvCavity'));
  const asked = (...options: string[]) =>
    sparrow('export', dense.result, '--stl', join(folder, 'no.stl'), ...options);
  expect((await asked('--class', 'atrium')).status).toBe(2);
  expect((await asked('--phase', 'first')).status).toBe(2);
  expect((await asked('--phase', '6')).status).toBe(1);
});

test('the report of the dense heart is its page', async () => {
  const file = join(folder, 'report.pdf');
  await answer('report', dense.result, '--pdf', file);
  const text = pdfText(readFileSync(file));
  expect(text).toContain('made slices are a guess between measured ones');
  expect(text).toContain(`${dense.measures.lvEdvMl.value.toFixed(0)} (`);
});

test('wrong numbers are wrong usage; what cannot be made is a sentence', async () => {
  for (const wrong of [
    ['--spacing', '5'],
    ['--steps', '1'],
    ['--samples', 'many'],
    ['--phase', '1.5'],
    ['--method', 'magic'],
  ])
    expect((await densify(...wrong)).status).toBe(2);
  const { status, said } = await densify('--phase', '17');
  expect(status).toBe(1);
  expect(said.error).toMatchObject({ code: 'dense/no-phase' });
  expect(said.error.message).toContain('the stack has 6');
});
