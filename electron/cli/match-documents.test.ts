import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { RegistrationRecord } from '../../studies/dicom/rt/planning-records.ts';
import { readPlanningObject } from '../../studies/dicom/rt/read-planning.ts';
import type { MatchRecord } from '../../studies/library/match-records.ts';
import { openLibrary } from '../../studies/library/open.ts';
import { matchRecord, refusedMatch } from '../../studies/library/testing/matches.ts';
import { run } from '../../test/fixtures/command-line.ts';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { importPaths } from '../engine/services/imports/run-import.ts';
import { writePlanningCt } from '../engine/services/planning/testing/planned-study.ts';

const folder = temporaryFolder();
const dir = join(folder, 'library');
const sparrow = (...args: string[]) => run([...args, '--library', dir, '--json']);
let match: MatchRecord;
let refused: MatchRecord;

beforeAll(async () => {
  writePlanningCt(join(folder, 'in/ct'));
  writePlanningCt(join(folder, 'in/scan'), {
    studyUid: '1.2.5',
    seriesUid: '1.2.5.4',
    frame: '1.2.5.9',
    images: '1.5',
  });
  const library = openLibrary(dir);
  await importPaths(library, [join(folder, 'in')]);
  const [plan, scan] = [library.volumes.find('1.2.3.4'), library.volumes.find('1.2.5.4')];
  match = matchRecord(scan, plan, { lateralMm: 4, rotationDeg: 2 });
  refused = refusedMatch(scan, plan);
  await library.matches.save(match);
  await library.matches.save(refused);
  library.close();
});

test(
  'report of a match by its id: its page, with the numbers of a console',
  { timeout: 180_000 },
  async () => {
    const file = join(folder, 'match.pdf');
    const ended = await sparrow('report', match.id, '--pdf', file, '--display', 'varian-iec');
    expect(ended.stderr).toBe('');
    expect(JSON.parse(ended.stdout)).toMatchObject({
      written: [file],
      report: { study: '1.2.5', result: match.id },
    });
    expect(readFileSync(file).toString('latin1')).toMatch(/^%PDF-1\.7/);
  },
);

test('export of a match as DICOM: its registration', async () => {
  const out = join(folder, 'out');
  const ended = await sparrow('export', match.id, '--dicom', out);
  const file = join(out, 'sparrow-registration.dcm');
  expect(JSON.parse(ended.stdout)).toEqual({ written: [file] });
  const { transforms } = readPlanningObject(readFileSync(file), '') as RegistrationRecord;
  match.matrix!.forEach((value, n) => expect(transforms[1]!.matrix[n]).toBeCloseTo(value, 9));
});

test('of a refused match nothing is written', async () => {
  const out = join(folder, 'refused');
  const ended = await sparrow('export', refused.id, '--dicom', out);
  expect(ended.status).not.toBe(0);
  expect(JSON.parse(ended.stdout)).toMatchObject({
    error: { code: 'positioning/no-registration' },
  });
  expect(existsSync(out)).toBe(false);
});
