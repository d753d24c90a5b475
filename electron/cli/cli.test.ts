import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { patient, writeCbct } from '../../test/fixtures/cbct-series.ts';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { run, start, tinyModels, type Ended } from '../../test/fixtures/command-line.ts';
import { comparisonSchema, doctorSchema, measurementSchema } from '../engine/contract/shapes.ts';

const folder = temporaryFolder();
const library = join(folder, 'library');
const sparseUid = '1.2.826.0.1.99.50';
const denseUid = '1.2.826.0.1.99.400';
let env: Record<string, string> = {};

const sparrow = (...args: string[]) => run([...args, '--library', library, '--json'], env);
const document = (ended: Ended): unknown => {
  expect(ended.stdout.endsWith('\n')).toBe(true);
  return JSON.parse(ended.stdout);
};
async function answer<T>(...args: string[]): Promise<T> {
  const ended = await sparrow(...args);
  expect(ended.stderr).toBe('');
  expect(ended.status).toBe(0);
  return document(ended) as T;
}

/** The same in a second, empty library. */
async function inOther<T>(...args: string[]): Promise<T> {
  const other = join(folder, 'other-library');
  return document(await run([...args, '--library', other, '--json'], env)) as T;
}

interface Volume {
  id: string;
  kind: string;
  dims: number[];
  spacing: number[];
  phases: number;
  warnings: string[];
}
interface Imported {
  studies: {
    uid: string;
    series: { uid: string; modality: string; description: string; volumes: Volume[] }[];
  }[];
  skipped: { path: string; reason: string }[];
  duplicates: number;
}
interface Enhanced {
  result: string;
  volume: string;
  outputSha256: string;
}

let imported: Imported;
beforeAll(async () => {
  env = { SPARROW_MODELS: await tinyModels() };
  writeCbct(join(folder, 'scans/sparse'), { seriesUid: sparseUid, views: 50, size: 40 });
  writeCbct(join(folder, 'scans/dense'), { seriesUid: denseUid, views: 400, shift: 10, size: 40 });
  writeFileSync(join(folder, 'scans/notes.txt'), 'not an image');
  imported = await answer('import', join(folder, 'scans'));
});

test('import says what came in, what was skipped and why', async () => {
  expect(imported.studies).toHaveLength(1);
  const volumes = imported.studies[0]!.series.flatMap((series) => series.volumes);
  expect(volumes).toHaveLength(2);
  expect(Object.keys(volumes[0]!).sort()).toEqual(
    ['dims', 'id', 'kind', 'phases', 'spacing', 'warnings'].sort(),
  );
  expect(volumes[0]).toMatchObject({
    kind: 'cbct',
    dims: [40, 40, 40],
    spacing: [2, 2, 2],
    phases: 1,
  });
  expect(imported.skipped).toHaveLength(1);
  expect(imported.skipped[0]!.path).toMatch(/notes\.txt$/);
  expect(imported.skipped[0]!.reason).not.toBe('');
  const again = await answer<Imported>('import', join(folder, 'scans'));
  expect(again.duplicates).toBe(80);
});

test('list and show name volumes by id, a series UID names its one volume', async () => {
  const listed = await answer<{ studies: Imported['studies'] }>('list');
  expect(listed.studies).toEqual(imported.studies);
  const bySeries = await answer<{ id: string; frameOfReferenceUid: string }>('show', sparseUid);
  const byId = await answer('show', bySeries.id);
  expect(byId).toEqual(bySeries);
  expect(bySeries.frameOfReferenceUid).toBe('1.2.826.0.1.99.1');
});

test('doctor tells versions, providers, models and room', async () => {
  const found = doctorSchema.parse(await answer('doctor'));
  expect(found.providers.find(({ name }) => name === 'cpu')?.available).toBe(true);
  expect(found.models).toMatchObject([{ id: 'mindi3d', version: '0.0.1-tiny' }]);
  expect(found.library).toMatchObject({ path: library, studies: 1 });
  expect(found.freeDiskBytes).toBeGreaterThan(0);
});

test('compare and measure give the numbers of the two volumes', async () => {
  const compared = comparisonSchema.parse(await answer('compare', denseUid, sparseUid));
  expect(compared.biasHu).toBeCloseTo(-10, 1);
  expect(compared.dataRangeHu).toBe(2000);
  const same = comparisonSchema.parse(await answer('compare', denseUid, denseUid, '--mask', 'fov'));
  expect(same).toMatchObject({ rmseHu: 0, ssim: 1 });
  expect(same.psnrDb).toBeGreaterThan(100);
  expect(same.voxels).toBeLessThan(compared.voxels);
  const box = measurementSchema.parse(
    await answer('measure', denseUid, '--roi', 'box:-4,-4,-4,4,4,4'),
  );
  expect(box).toMatchObject({ voxels: 125, unit: 'HU', areaMm2: null });
  const circle = await answer('measure', denseUid, '--roi', 'circle:0,0,0,6');
  expect(measurementSchema.parse(circle).areaMm2).toBeCloseTo(Math.PI * 36, 5);
});

describe('a run of the model', () => {
  let enhanced: Enhanced;
  beforeAll(async () => {
    enhanced = await answer(
      'enhance',
      sparseUid,
      '--steps',
      '2',
      '--seed',
      '5',
      '--provider',
      'cpu',
    );
  });

  test('answers with result, volume and whole provenance', async () => {
    expect(enhanced).toMatchObject({
      model: 'mindi3d',
      steps: 2,
      samples: 1,
      seed: 5,
      provider: 'cpu',
      warnings: expect.any(Array) as unknown,
      seconds: expect.any(Number) as unknown,
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      inputSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
    const shown = await answer<{ badge: string }>('show', enhanced.result);
    expect(shown.badge).toContain('restored from 50 views · research use');
    const volume = await answer<{ result: { id: string } }>('show', enhanced.volume);
    expect(volume.result.id).toBe(enhanced.result);
    const { results } = await answer<{ results: { id: string }[] }>('list');
    expect(results.map(({ id }) => id)).toEqual([enhanced.result]);
  });

  test('the same seed gives the same voxels, another seed others', async () => {
    const again = await answer<Enhanced>(
      'enhance',
      sparseUid,
      '--steps',
      '2',
      '--seed',
      '5',
      '--provider',
      'cpu',
    );
    expect(again.outputSha256).toBe(enhanced.outputSha256);
    const other = await answer<Enhanced>(
      'enhance',
      sparseUid,
      '--steps',
      '2',
      '--seed',
      '6',
      '--provider',
      'cpu',
    );
    expect(other.outputSha256).not.toBe(enhanced.outputSha256);
  });

  test('leaves as marked DICOM that comes back', async () => {
    const { written } = await answer<{ written: string[] }>(
      'export',
      enhanced.result,
      '--dicom',
      join(folder, 'out-dicom'),
    );
    expect(written).toHaveLength(40);
    expect(readFileSync(written[0]!).includes('DERIVED\\SECONDARY')).toBe(true);
    const { studies } = await inOther<Imported>('import', join(folder, 'out-dicom'));
    expect(studies[0]!.series[0]!.volumes[0]).toMatchObject({ dims: [40, 40, 40], kind: 'cbct' });
  });

  test('leaves as NIfTI, which comes back and leaves as DICOM', async () => {
    const nifti = join(folder, 'out.nii.gz');
    await answer('export', enhanced.result, '--nifti', nifti);
    expect(readFileSync(nifti).subarray(0, 2)).toEqual(Buffer.of(0x1f, 0x8b));
    const { studies } = await inOther<Imported>('import', nifti);
    const { id } = studies[0]!.series[0]!.volumes[0]!;
    const dicom = join(folder, 'out-from-nifti');
    const made = await inOther<{ written: string[] }>('export', id, '--dicom', dicom);
    expect(made.written).toHaveLength(40);
  });

  test('leaves as pictures, one for each slice', async () => {
    await answer('export', sparseUid, '--png', join(folder, 'out-png'));
    expect(readdirSync(join(folder, 'out-png'))).toHaveLength(40);
  });

  test('what was imported leaves as it came, to the byte', async () => {
    const dir = join(folder, 'out-original');
    const { written } = await answer<{ written: string[] }>('export', denseUid, '--dicom', dir);
    const sent = written.map((file) => readFileSync(file).toString('base64')).sort();
    const came = readdirSync(join(folder, 'scans/dense'))
      .map((name) => readFileSync(join(folder, 'scans/dense', name)).toString('base64'))
      .sort();
    expect(sent).toEqual(came);
  });

  test('is reported as a PDF', async () => {
    const file = join(folder, 'report.pdf');
    const said = await answer<{ written: string[]; report: { study: string } }>(
      'report',
      imported.studies[0]!.uid,
      '--pdf',
      file,
      '--dicom',
      join(folder, 'report'),
    );
    const dicom = join(folder, 'report', 'sparrow-report.dcm');
    expect(said.written).toEqual([file, dicom]);
    expect(readFileSync(dicom).includes('application/pdf')).toBe(true);
    expect(said.report.study).toBe(imported.studies[0]!.uid);
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

test.each([
  [['bogus']],
  [['enhance']],
  [['enhance', sparseUid, '--steps', '99']],
  [['enhance', sparseUid, '--provider', 'abacus']],
  [['measure', sparseUid]],
  [['export', sparseUid]],
  [['export', sparseUid, '--stl', 'a.stl', '--nifti', 'a.nii']],
  [['report', 'x']],
  [['reconstruct']],
  [['reconstruct', 'a', '--size', '3,4']],
  [['simulate', sparseUid]],
  [['match', '--fixed', sparseUid]],
  [['match', '--fixed', sparseUid, '--moving', denseUid, '--dof', '5']],
  [['match', '--fixed', sparseUid, '--moving', denseUid, '--isocentre', '1,2']],
  [['match', '--fixed', sparseUid, '--moving', denseUid, '--roi', 'circle:0,0,0,9']],
])('wrong usage exits 2 with one JSON document: %j', async (args) => {
  const ended = await sparrow(...args);
  expect(ended.status).toBe(2);
  expect(document(ended)).toMatchObject({ error: { message: expect.any(String) as unknown } });
  expect(ended.stderr).not.toBe('');
});

test.each([
  [['show', 'nothing'], 'library/not-found'],
  [['measure', sparseUid, '--roi', 'blob:1'], 'engine/not-a-roi'],
  [['import', '/does/not/exist'], 'cli/no-such-file'],
  [['export', sparseUid, '--nifti', '/dev/null/x.nii'], 'engine/cannot-write'],
  [['jobs', '--cancel', 'nothing'], 'library/not-found'],
])('what fails exits 1 with its code and one line: %j', async (args, code) => {
  const ended = await sparrow(...args);
  expect(ended.status).toBe(1);
  expect(document(ended)).toMatchObject({ error: { code } });
  expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  for (const identifier of Object.values(patient).slice(0, 3)) {
    expect(ended.stderr).not.toContain(identifier);
  }
});

test('without --json people read lines, and nothing else writes to standard output', async () => {
  const { stdout, stderr, status } = await run(['list', '--library', library], env);
  expect(status).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toContain('CBCT 50 views');
  const help = await run(['measure', '--help'], env);
  expect(help.status).toBe(0);
  expect(help.stdout).toContain('circle:x,y,z,r[,nx,ny,nz]');
});

describe('long runs', () => {
  const long = [
    'enhance',
    sparseUid,
    '--steps',
    '16',
    '--samples',
    '16',
    '--library',
    library,
    '--json',
  ];

  /** Until the ledger, seen from another process, has a running job. */
  async function running(): Promise<string> {
    for (;;) {
      const { jobs } = await answer<{ jobs: { id: string; state: string }[] }>('jobs');
      const job = jobs.find(({ state }) => state === 'running');
      if (job !== undefined) return job.id;
    }
  }

  test('Ctrl-C ends within a second, exits 130 and leaves the job cancelled', async () => {
    const { child, ended } = start(long, env);
    const id = await running();
    const asked = performance.now();
    child.kill('SIGINT');
    // The launcher and the terminal both pass it on.
    child.kill('SIGINT');
    const { status, stdout } = await ended;
    expect(performance.now() - asked).toBeLessThan(1000);
    expect(status).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cli/cancelled' } });
    const { jobs } = await answer<{ jobs: { id: string; state: string }[] }>('jobs');
    expect(jobs.find((job) => job.id === id)?.state).toBe('cancelled');
  });

  test('another process on the same library cancels it', async () => {
    const { ended } = start(long, env);
    const id = await running();
    await answer('jobs', '--cancel', id);
    const { status, stdout } = await ended;
    expect(status).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cli/cancelled' } });
  });
});

test('serve prints one line with the address and ends in peace', async () => {
  const { child, ended, stdoutSoFar } = start(['serve', '--library', library], env);
  const rendererIsBuilt = readdirSync(join(import.meta.dirname, '../..')).includes('dist');
  if (!rendererIsBuilt) {
    const { status, stderr } = await ended;
    expect(status).toBe(1);
    expect(stderr).toContain('npm start');
    return;
  }
  await expect
    .poll(stdoutSoFar, { timeout: 20_000 })
    .toMatch(/http:\/\/127\.0\.0\.1:\d+\/\?token=\S+\n$/);
  const url = /http\S+/.exec(stdoutSoFar())![0];
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
  child.kill('SIGINT');
  const { status, stdout, stderr } = await ended;
  expect(status).toBe(0);
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toHaveLength(1);
});
