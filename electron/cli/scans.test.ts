import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sphereScan } from '../../studies/projections/formats/testing/sphere-scan.ts';
import { rtkGeometryXml } from '../../studies/projections/formats/write-rtk-geometry.ts';
import { projectionStackBytes } from '../../studies/projections/formats/write-stack.ts';
import { fullTurn } from '../../studies/tomography/circular-geometry.ts';
import { writeCbct } from '../../test/fixtures/cbct-series.ts';
import { run, start } from '../../test/fixtures/command-line.ts';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.ts';

const folder = temporaryFolder();
const library = join(folder, 'library');
const seriesUid = '1.2.826.0.1.99.400';
const stack = join(folder, 'scan', 'projections.mha');
const geometry = join(folder, 'scan', 'geometry.xml');

interface Ended<T> {
  status: number | null;
  stderr: string;
  said: T;
}
async function sparrow<T>(...args: string[]): Promise<Ended<T>> {
  const { status, stderr, stdout } = await run([...args, '--library', library, '--json']);
  return { status, stderr, said: JSON.parse(stdout) as T };
}
async function answer<T>(...args: string[]): Promise<T> {
  const { status, stderr, said } = await sparrow<T>(...args);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return said;
}

interface Reconstructed {
  volume: string;
  projections: string;
  views: number;
  dims: number[];
}
interface Simulated {
  dense: string;
  sparse: string;
  projections: string;
}
interface Listed {
  studies: { description: string; projections: { id: string; views: number; origin: string }[] }[];
}
interface Failure {
  error: { code: string; message: string };
}

const scan = sphereScan({
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 64,
  detectorRows: 48,
  pixelMm: [4, 4],
  anglesDeg: fullTurn(60),
  isocentreMm: [0, 0, 0],
});

let made: Reconstructed;
beforeAll(async () => {
  mkdirSync(join(folder, 'scan'));
  writeFileSync(stack, projectionStackBytes(scan));
  writeFileSync(geometry, rtkGeometryXml(scan.geometry));
  writeCbct(join(folder, 'ct'), { seriesUid, views: 400, size: 48 });
  made = await answer('reconstruct', stack, '--geometry', geometry, '--spacing', '4');
});

test('reconstruct answers with the volume and the projections it came from', async () => {
  expect(made).toMatchObject({ views: 60, method: 'fdk', spacing: [4, 4, 4] });
  const volume = await answer<object>('show', made.volume);
  expect(volume).toMatchObject({
    kind: 'cbct',
    dims: made.dims,
    projectionsId: made.projections,
    reconstruction: { method: 'fdk', views: 60 },
  });
  expect(await answer('show', made.projections)).toMatchObject({ origin: 'rtk', views: 60 });
  const { studies } = await answer<Listed>('list');
  expect(studies[0]!.projections).toMatchObject([{ id: made.projections, views: 60 }]);
});

test('the same files come in once; the library’s own projections go by their id', async () => {
  const size = ['--size', '20,20,12', '--spacing', '6'];
  const again = await answer<Reconstructed>(
    ...['reconstruct', stack, '--geometry', geometry, '--views', '3', ...size],
  );
  expect(again).toMatchObject({ projections: made.projections, views: 20, dims: [20, 20, 12] });
  const byId = await answer<Reconstructed>(
    ...['reconstruct', made.projections, '--method', 'os-sart-tv', '--iterations', '2', ...size],
  );
  expect(byId).toMatchObject({ projections: made.projections, method: 'os-sart-tv', views: 60 });
});

test('projections leave as RTK has them and come back the same', async () => {
  const out = join(folder, 'out');
  const { written } = await answer<{ written: string[] }>('export', made.projections, '--rtk', out);
  const names = ['geometry.xml', 'projections.mha', 'sparrow-scan.json'];
  expect(written).toEqual(names.map((name) => join(out, name)));
  expect(readFileSync(written[1]!).equals(readFileSync(stack))).toBe(true);
  const imported = await answer<{ duplicates: number }>('import', out);
  expect(imported.duplicates).toBe(3);
});

describe('simulate', () => {
  const words = ['simulate', seriesUid, '--views', '10', '--dense', '30', '--spacing', '5'];
  const shown = (id: string) => answer<{ sha256: string; views: number }>('show', id);
  let simulated: Simulated;
  beforeAll(async () => {
    await answer('import', join(folder, 'ct'));
    simulated = await answer(...words, '--seed', '3');
  });

  test('answers with both volumes and the sparse projections', async () => {
    expect(Object.keys(simulated).sort()).toEqual(['dense', 'projections', 'sparse']);
    expect(await shown(simulated.sparse)).toMatchObject({
      views: 10,
      projectionsId: simulated.projections,
    });
    expect((await shown(simulated.dense)).views).toBe(30);
  });

  test('measures the same for the same seed, and keeps the dense scan on demand', async () => {
    const again = await answer<Simulated>(...words, '--seed', '3', '--keep-dense');
    expect(again).toHaveProperty('denseProjections');
    const { sha256 } = await shown(simulated.projections);
    expect((await shown(again.projections)).sha256).toBe(sha256);
  });
});

test('a drop of several scans takes the good ones and says what is wrong with the others', async () => {
  const drop = join(folder, 'drop');
  for (const name of ['good', 'short', 'cut']) mkdirSync(join(drop, name), { recursive: true });
  const shifted = { ...scan.geometry, anglesDeg: fullTurn(60, 3) };
  const projections = { geometry: shifted, lineIntegrals: scan.lineIntegrals.map((p) => 2 * p) };
  const xml = rtkGeometryXml(shifted);
  const bytes = projectionStackBytes(projections);
  writeFileSync(join(drop, 'good', 'geometry.xml'), xml);
  writeFileSync(join(drop, 'good', 'stack.mha'), bytes);
  const fewer = rtkGeometryXml({ ...shifted, anglesDeg: shifted.anglesDeg.slice(1) });
  writeFileSync(join(drop, 'short', 'geometry.xml'), fewer);
  writeFileSync(join(drop, 'short', 'stack.mha'), bytes);
  writeFileSync(join(drop, 'cut', 'geometry.xml'), xml);
  writeFileSync(join(drop, 'cut', 'stack.mha'), bytes.subarray(0, bytes.length - 500));
  const before = readdirSync(join(library, 'projections')).length;
  const imported = await answer<Listed & { skipped: { path: string; reason: string }[] }>(
    'import',
    drop,
  );
  expect(imported.studies).toHaveLength(1);
  expect(imported.studies[0]).toMatchObject({ description: 'stack', projections: [{ views: 60 }] });
  expect(imported.skipped.map(({ path }) => path).sort()).toEqual([
    'drop/cut/stack.mha',
    'drop/short/stack.mha',
  ]);
  expect(imported.skipped.find(({ path }) => /short/.test(path))?.reason).toMatch(/59/);
  expect(readdirSync(join(library, 'projections'))).toHaveLength(before + 1);
});

test.each([
  [['reconstruct', join(folder, 'nothing.mha')], 'cli/no-such-file'],
  [['reconstruct', stack, '--geometry', join(folder, 'nothing.xml')], 'cli/no-such-file'],
  [['reconstruct', stack], 'projections/no-geometry'],
  [['reconstruct', stack, '--geometry', geometry, '--views', '50'], 'scans/too-few-views'],
  [['simulate', seriesUid, '--views', '10', '--geometry', 'square'], 'scans/no-such-geometry'],
  [['simulate', seriesUid, '--views', '10', '--dense', '5'], 'simulate/more-views-than-dense'],
  [['export', 'nobody', '--rtk', join(folder, 'x')], 'library/not-found'],
])('what fails exits 1 with its code and one line: %j', async (args, code) => {
  const { status, stderr, said } = await sparrow<Failure>(...args);
  expect(said).toMatchObject({ error: { code } });
  expect(status).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('Ctrl-C ends a reconstruction within a second and leaves it cancelled', async () => {
  const long = ['--method', 'os-sart', '--iterations', '100', '--spacing', '2'];
  const args = ['reconstruct', made.projections, ...long, '--library', library, '--json'];
  const { child, ended } = start(args);
  for (let running = false; !running;) {
    const { jobs } = await answer<{ jobs: { state: string }[] }>('jobs');
    running = jobs.some(({ state }) => state === 'running');
  }
  const asked = performance.now();
  child.kill('SIGINT');
  const { status, stdout } = await ended;
  expect(performance.now() - asked).toBeLessThan(1000);
  expect(status).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cli/cancelled' } });
  const { jobs } = await answer<{ jobs: { state: string; kind: string }[] }>('jobs');
  expect(jobs[0]).toMatchObject({ kind: 'reconstruct', state: 'cancelled' });
});
