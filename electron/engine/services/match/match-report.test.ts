import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { createDecodePool } from '../../../../studies/dicom/decode/pool.ts';
import { planFile, structureFile } from '../../../../studies/dicom/rt/testing/rt-files.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import { newResult, temporaryFolder } from '../../../../studies/library/testing/entries.ts';
import { matchRecord } from '../../../../studies/library/testing/matches.ts';
import { importPaths } from '../imports/run-import.ts';
import { createPlanning } from '../planning/planning.ts';
import {
  ctImages,
  squareOn,
  writeFiles,
  writePlanningCt,
} from '../planning/testing/planned-study.ts';
import { createVolumes } from '../volumes.ts';
import { matchReport, matchReportInput, type MatchReportTools } from './match-report.ts';

const pool = createDecodePool();
afterAll(() => pool.close());
let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
let tools: MatchReportTools;

beforeEach(async () => {
  folder = temporaryFolder();
  library = openLibrary(join(folder.dir, 'library'));
  const dir = join(folder.dir, 'in');
  writePlanningCt(join(dir, 'ct'));
  writePlanningCt(join(dir, 'scan'), {
    studyUid: '1.2.5',
    seriesUid: '1.2.5.4',
    frame: '1.2.5.9',
    images: '1.5',
  });
  const organ = (number: number, name: string, type: string) => ({
    number,
    name,
    type,
    contours: [1, 2, 3].map((k) => ({ points: squareOn(k), imageUid: `1.1.${k}` })),
  });
  writeFiles(dir, {
    'rs.dcm': structureFile({ uid: '1.5.1', images: ctImages() }, [
      organ(1, 'PTV', 'PTV'),
      organ(2, 'Couch', 'SUPPORT'),
    ]),
    'rp.dcm': planFile({ uid: '1.6.1', structuresUid: '1.5.1' }, [
      { number: 1, isocentre: '0\\0\\6' },
    ]),
  });
  await importPaths(library, [dir], { pool });
  tools = {
    library,
    volumes: createVolumes(library),
    planning: createPlanning(library),
    version: '0.1.0',
  };
});
afterEach(() => {
  library.close();
  folder.remove();
});

const volumes = () => ({
  plan: library.volumes.find('1.2.3.4'),
  scan: library.volumes.find('1.2.5.4'),
});

async function setId(): Promise<string> {
  const { structureSets } = await tools.planning.of('1.2.3');
  return structureSets[0]!.id;
}

test('both volumes, plan, day of the scan, and the structures that tell', async () => {
  const { plan, scan } = volumes();
  const record = matchRecord(scan, plan, {}, { structureSetId: await setId() });
  const input = await matchReportInput(tools, record, 'varian-iec');
  expect(input).toMatchObject({
    display: 'varian-iec',
    study: { uid: '1.2.5' },
    planningStudy: { uid: '1.2.3' },
    fixed: { record: { id: plan.id }, grid: { phases: 1 } },
    moving: { record: { id: scan.id } },
    badge: null,
    regionName: null,
    software: '0.1.0',
  });
  expect(input.scanned).toMatch(/^2026-01-01 10:15/);
  expect(input.plan).toEqual(expect.any(String));
  expect(input.structures.map(({ name }) => name)).toEqual(['PTV']);
  expect(input.structures[0]!.contours).toHaveLength(3);
});

test('structures of another set than the match was made with are not drawn', async () => {
  const { plan, scan } = volumes();
  expect((await matchReportInput(tools, matchRecord(scan, plan), 'iec')).structures).toEqual([]);
});

test('what was asked for and has gone is left out; a restored scan keeps its badge', async () => {
  const { plan, scan } = volumes();
  const result = newResult(scan);
  await library.results.save(result);
  const record = matchRecord(result.volume, plan);
  const gone = { ...record, params: { ...record.params, planId: 'gone' } };
  const input = await matchReportInput(tools, gone, 'iec');
  expect(input).toMatchObject({ plan: null, structures: [], badge: 'badge' });
});

test('a PDF comes back from the thread', async () => {
  const { plan, scan } = volumes();
  const bytes = await matchReport(tools, matchRecord(scan, plan, { lateralMm: 3 }), 'iec');
  expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
});
