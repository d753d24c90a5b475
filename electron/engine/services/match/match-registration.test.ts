import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { createDecodePool } from '../../../../studies/dicom/decode/pool.ts';
import type { RegistrationRecord } from '../../../../studies/dicom/rt/planning-records.ts';
import { readPlanningObject } from '../../../../studies/dicom/rt/read-planning.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import { newResult, temporaryFolder } from '../../../../studies/library/testing/entries.ts';
import { matchRecord, refusedMatch } from '../../../../studies/library/testing/matches.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { importPaths } from '../imports/run-import.ts';
import { ctImages, writePlanningCt } from '../planning/testing/planned-study.ts';
import { createPlanning } from '../planning/planning.ts';
import { matchRegistration } from './match-registration.ts';

const pool = createDecodePool();
afterAll(() => pool.close());
let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
let plan: VolumeRecord;
let scan: VolumeRecord;

const scanAbout = { studyUid: '1.2.5', seriesUid: '1.2.5.4', frame: '1.2.5.9', images: '1.5' };
async function take(dir: string, about: Parameters<typeof writePlanningCt>[1] = {}) {
  const path = join(folder.dir, dir);
  writePlanningCt(path, about);
  await importPaths(library, [path], { pool });
  return library.volumes.find(about.seriesUid ?? '1.2.3.4');
}
beforeEach(async () => {
  folder = temporaryFolder();
  library = openLibrary(join(folder.dir, 'library'));
  plan = await take('ct');
  scan = await take('scan', scanAbout);
});
afterEach(() => {
  library.close();
  folder.remove();
});

const couch = { verticalMm: 2, longitudinalMm: -12.5, lateralMm: 4, pitchDeg: 1, rotationDeg: -2 };
const signed = {
  person: 'Dr A. Reader',
  meaning: 'approved',
  reason: '',
  recordSha256: 'ab'.repeat(32),
  at: '2026-01-31T10:25:00.000Z',
} as const;
const read = (bytes: Uint8Array) => readPlanningObject(bytes, 're.dcm') as RegistrationRecord;

test('our own reader gets back the matrix, both frames and the images', async () => {
  const match = matchRecord(scan, plan, couch, { signatures: [signed] });
  const record = read(await matchRegistration(library, match));
  expect(record).toMatchObject({
    studyUid: '1.2.5',
    registeredFrameUid: plan.frameOfReferenceUid,
    label: 'POSITIONING',
    description: 'Scan to planning CT: approved 2026-01-31',
    warnings: [],
  });
  const [fixed, moving] = record.transforms;
  expect(fixed).toMatchObject({ imageUids: ctImages(), seriesUids: ['1.2.3.4'] });
  expect(moving).toMatchObject({
    fromFrameUid: '1.2.5.9',
    type: 'RIGID',
    method: 'Image Content-based Alignment',
    comment: 'Approved by Dr A. Reader; 6 DoF, whole body, OUTSIDE Standard',
    imageUids: ctImages('1.5'),
    seriesUids: ['1.2.5.4'],
  });
  match.matrix!.forEach((value, n) => expect(moving!.matrix[n]).toBeCloseTo(value, 9));
});

test('nobody has signed: it says so first; by hand is visual alignment', async () => {
  const match = matchRecord(scan, plan, { lateralMm: 1 }, { method: 'visual' });
  const [, moving] = read(await matchRegistration(library, match)).transforms;
  expect(moving).toMatchObject({
    method: 'Visual Alignment',
    comment: 'NOT SIGNED; 6 DoF, whole body, within Standard',
  });
});

test('imported again it leads from the scan to the planning CT', async () => {
  const match = matchRecord(scan, plan, couch);
  const path = join(folder.dir, 're.dcm');
  writeFileSync(path, await matchRegistration(library, match));
  await importPaths(library, [path], { pool });
  await createPlanning(library).of('1.2.5');
  const [found] = library.planning.between(scan.frameOfReferenceUid!, plan.frameOfReferenceUid!);
  match.matrix!.forEach((value, n) => expect(found!.matrix[n]).toBeCloseTo(value, 9));
});

test('a restored scan has no files: those of what it was made from are named', async () => {
  const result = newResult(scan);
  await library.results.save(result);
  const match = matchRecord(result.volume, plan, couch);
  const [, moving] = read(await matchRegistration(library, match)).transforms;
  expect(moving).toMatchObject({ fromFrameUid: '1.2.5.9', imageUids: ctImages('1.5') });
});

test('a refused match is not written', async () => {
  await expect(matchRegistration(library, refusedMatch(scan, plan))).rejects.toThrow(
    /refused, so no registration/,
  );
});

test('in one frame the images have to tell scan from planning CT', async () => {
  const result = newResult(plan);
  await library.results.save(result);
  const same = matchRecord(result.volume, plan, couch);
  await expect(matchRegistration(library, same)).rejects.toThrow(/scan names no frame/);
  const other = await take('other', {
    ...scanAbout,
    seriesUid: '1.2.5.7',
    images: '1.7',
    frame: plan.frameOfReferenceUid!,
  });
  const match = matchRecord(other, plan, couch);
  const [, moving] = read(await matchRegistration(library, match)).transforms;
  expect(moving?.imageUids).toEqual(ctImages('1.7'));
});

const dcmdump = spawnSync('dcmdump', ['--version']).status === 0;
test.skipIf(!dcmdump)('dcmtk reads the same matrix, and who approved it', async () => {
  const match = matchRecord(scan, plan, couch, { signatures: [signed] });
  const path = join(folder.dir, 're.dcm');
  writeFileSync(path, await matchRegistration(library, match));
  const dump = spawnSync('dcmdump', ['+L', path], { encoding: 'utf8' });
  expect(dump.stderr).toBe('');
  const [, moving] = [...dump.stdout.matchAll(/\(3006,00c6\) DS \[([^\]]+)\]/g)].map(([, text]) =>
    text!.split('\\').map(Number),
  );
  match.matrix!.forEach((value, n) => expect(moving![n]).toBeCloseTo(value, 9));
  expect(dump.stdout).toContain('(0070,0084) PN [Dr A. Reader]');
  expect(dump.stdout).toContain('=SpatialRegistrationStorage');
});
