import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyPhantom } from '../../../studies/positioning/testing/body-phantom.ts';
import { inThisThread } from '../../../studies/tomography/in-this-thread.ts';
import { upright } from '../../../studies/volume/testing/grids.ts';
import { KeptRows } from '../../whole-heart/evaluation/kept-rows.ts';
import { fullArm } from './arms.ts';
import { CaseVolumes } from './case-volumes.ts';
import { matcherVersions } from './matcher-version.ts';
import { frozenOffsets } from './offsets.ts';
import { PositioningRun } from './positioning-run.ts';
import { writePositioningReport } from './report.ts';
import { armRows, refusalRows } from './tables.ts';

/** A planning CT of 5 mm and a scan of 32 x 32 x 32 voxels of 9 mm: the whole path, quickly. */
const planning = bodyPhantom('anna', upright([60, 44, 64], [5, 5, 5], [-147.5, -107.5, -157.5]));
const field = { counts: [32, 32, 32], spacingMm: 9, isocentreMm: [0, 0, 0] } as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sparrow-positioning-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function evaluated() {
  const beam = inThisThread();
  const signal = new AbortController().signal;
  const ct = { geometry: planning.geometry, hu: planning.voxels as Int16Array };
  const own = new CaseVolumes({ id: 'anna', set: 'phantom', ct, field }, folder, { beam, signal });
  const kept = await KeptRows.open(folder, 'rows');
  const tools = { kept, matchers: await matcherVersions(), beam, signal };
  const run = new PositioningRun([own], [fullArm], tools, () => undefined);
  const offsets = (await frozenOffsets()).slice(0, 2);
  await run.moved(own, offsets);
  await run.pairs(own, offsets[0]!, [fullArm]);
  await run.rescanned(own, offsets.slice(0, 1));
  return run;
}

describe('the evaluation of positioning', () => {
  it('finds small offsets, refuses what is wrong, and goes on from what it kept', async () => {
    const run = await evaluated();
    const full = armRows(run.rows, fullArm.name, 'set').filter(({ arm }) => arm === fullArm.name);
    expect(full.map(({ of, realised, n }) => [of, realised, n])).toEqual([
      ['all', 'moved', 2],
      ['phantom', 'moved', 2],
      ['all', 'rescanned', 1],
      ['phantom', 'rescanned', 1],
    ]);
    for (const { mm, deg } of full) {
      expect(mm.max).toBeLessThan(2);
      expect(deg.max).toBeLessThan(1);
    }
    const wrong = refusalRows(run.judged).filter(({ kind }) => kind !== 'right');
    expect(wrong.map(({ refused, n }) => refused / n)).toEqual(wrong.map(() => 1));

    const lines = async () =>
      (await readFile(join(folder, 'rows.jsonl'), 'utf8')).trim().split('\n').length;
    const before = await lines();
    expect((await evaluated()).rows).toEqual(run.rows);
    expect(await lines()).toBe(before);

    const report = join(folder, 'report');
    await writePositioningReport(report, {
      quick: true,
      matcher: 'x',
      weights: null,
      cases: ['anna'],
      skipped: [],
      arms: [fullArm.name],
      table: armRows(run.rows, fullArm.name, 'set'),
      byCase: armRows(run.rows, fullArm.name, 'case'),
      refusals: refusalRows(run.judged),
      capture: [],
      rows: run.rows,
      judged: run.judged,
    });
    expect((await readdir(report)).sort()).toEqual(['README.md', 'errors.svg', 'results.json']);
    const plot = await readFile(join(report, 'errors.svg'), 'utf8');
    const moved = run.rows.filter(({ realised }) => realised === 'moved');
    expect(plot.match(/<circle/g)).toHaveLength(2 * moved.length);
    const results = JSON.parse(await readFile(join(report, 'results.json'), 'utf8')) as object;
    expect(results).toHaveProperty('rows.length', run.rows.length);
  }, 600_000);
});
