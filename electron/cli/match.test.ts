import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createDecodePool } from '../../studies/dicom/decode/pool.ts';
import { openLibrary } from '../../studies/library/open.ts';
import { run } from '../../test/fixtures/command-line.ts';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { importPaths } from '../engine/services/imports/run-import.ts';
import {
  isocentreMm,
  needed,
  pairUids,
  writePair,
} from '../engine/jobs/match/testing/match-pair.ts';

const folder = temporaryFolder();
const library = join(folder, 'library');
const { planningSeries, scanSeries, otherSeries } = pairUids;
const match = (moving: string) => ['match', '--fixed', planningSeries, '--moving', moving];
const quick = ['--dof', '3', '--metric', 'correlation', '--no-opinion'];

/** On a machine with other work a match takes its time. */
const slowMs = 180_000;

async function sparrow<T>(...args: string[]) {
  const ended = await run([...args, '--library', library, '--json']);
  return { ...ended, said: JSON.parse(ended.stdout) as T };
}

beforeAll(async () => {
  writePair(join(folder, 'in'));
  const opened = openLibrary(library);
  const pool = createDecodePool();
  await importPaths(opened, [join(folder, 'in')], { pool });
  await pool.close();
  opened.close();
});

test(
  'match answers with matrix, couch, how sure that is and whether it passes',
  async () => {
    const place = ['--isocentre', isocentreMm.join(','), '--position', 'HFS'];
    const more = [...place, '--tolerance', 'tight', '--roi', 'box:-200,-200,-200,200,200,200'];
    const { status, stderr, said } = await sparrow<Answer>(...match(scanSeries), ...quick, ...more);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(said.credible).toBe(true);
    expect(said.matrix.map((row) => row.length)).toEqual([4, 4, 4, 4]);
    expect(said.matrix[3]).toEqual([0, 0, 0, 1]);
    for (const axis of ['verticalMm', 'longitudinalMm', 'lateralMm'] as const) {
      expect(Math.abs(said.couch[axis]! - needed[axis]), axis).toBeLessThan(0.5);
      expect(said.uncertainty[axis]).toBeGreaterThan(0);
    }
    expect(said.convention).toMatchObject({
      scale: 'IEC 61217',
      position: 'HFS',
      planIsocentreMm: [...isocentreMm],
      pivotMm: [0, 0, 0],
    });
    expect(said.metric).toMatchObject({ name: 'correlation' });
    expect(said.within).toMatchObject({ table: '2 mm', pass: false });
    expect(said.within.failed).toContain('longitudinalMm');
    expect(said.words[0]).toMatch(/^couch \d\.\d mm right: patient moves left$/);
    expect(said.warnings.map(({ code }) => code)).toEqual(['positioning/scan-isocentre-origin']);
  },
  slowMs,
);

test(
  'a refused match exits 1 with its reasons and without numbers',
  async () => {
    const { status, stderr, said } = await sparrow<Refusal>(...match(otherSeries), ...quick);
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(said.error).toMatchObject({ code: 'positioning/not-alike' });
    expect(said.reasons.map(({ code }) => code)).toEqual(['positioning/not-alike']);
    expect(said).toMatchObject({ credible: false, matrix: null, couch: null, within: null });
    expect(said.warnings.map(({ code }) => code)).toContain('positioning/other-patient');
  },
  slowMs,
);

test('what cannot be read or found is told', async () => {
  const file = join(folder, 'start.json');
  writeFileSync(file, '{"matrix":[[1,2],[3,4]]}');
  const wrong = await sparrow<Refusal>(...match(scanSeries), '--start', file);
  expect([wrong.status, wrong.said.error.code]).toEqual([1, 'cli/not-a-matrix']);
  const absent = await sparrow<Refusal>(...match(scanSeries), '--roi', 'Prostate');
  expect([absent.status, absent.said.error.code]).toEqual([1, 'positioning/no-structure']);
});

interface Told {
  code: string;
}
type Numbers = Partial<Record<string, number>>;
interface Answer {
  credible: boolean;
  matrix: number[][];
  couch: Numbers;
  uncertainty: Numbers;
  convention: object;
  metric: object;
  within: { failed: string[] };
  words: string[];
  warnings: Told[];
}
interface Refusal {
  error: Told;
  reasons: Told[];
  warnings: Told[];
}
