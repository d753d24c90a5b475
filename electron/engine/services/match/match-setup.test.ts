import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { createDecodePool } from '../../../../studies/dicom/decode/pool.ts';
import {
  planFile,
  structureFile,
  type TestBeam,
} from '../../../../studies/dicom/rt/testing/rt-files.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import {
  importOne,
  newResult,
  temporaryFolder,
} from '../../../../studies/library/testing/entries.ts';
import { importPaths } from '../imports/run-import.ts';
import { createPlanning } from '../planning/planning.ts';
import { ctImages, writeFiles, writePlanningCt } from '../planning/testing/planned-study.ts';
import { matchSetup } from './match-setup.ts';

const pool = createDecodePool();
afterAll(() => pool.close());
let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
const at = (...parts: string[]) => join(folder.dir, ...parts);
beforeEach(() => {
  folder = temporaryFolder();
  library = openLibrary(at('library'));
});
afterEach(() => {
  library.close();
  folder.remove();
});

/** The patient of the RT test files; birth date and sex are empty there. */
const jane = { patientBirthDate: '', patientSex: '' };
let taken = 0;
const take = (files: Readonly<Record<string, Uint8Array>>) => {
  const dir = at(`in-${taken++}`);
  writeFiles(dir, files);
  return importPaths(library, [dir], { pool });
};
async function takeCt(about: Parameters<typeof writePlanningCt>[1] = {}): Promise<string> {
  const dir = at(`ct-${taken++}`);
  writePlanningCt(dir, about);
  await importPaths(library, [dir], { pool });
  return library.volumes.find(about.seriesUid ?? '1.2.3.4').id;
}
const scan = (content = 'a scan', header = {}, fields = {}) => {
  const about = {
    kind: 'cbct',
    description: 'CBCT',
    studyUid: '1.3',
    seriesUid: content,
    ...fields,
  };
  return importOne(
    library,
    content,
    about as Parameters<typeof importOne>[2],
    {},
    { ...jane, ...header },
  );
};
const setup = (uid = '1.3') => matchSetup(library, createPlanning(library), uid);
const structures = (uid = '1.5', about = {}) =>
  structureFile({ uid, images: ctImages(), ...about }, [{ number: 1, name: 'Heart' }]);
const beams: TestBeam[] = [{ number: 1 }, { number: 2, isocentre: '0\\1\\6' }];
const codes = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);

test('a scan of the day finds plan, structures, isocentre and position in another study', async () => {
  const ct = await takeCt();
  await take({
    'rs.dcm': structures(),
    'rp.dcm': planFile({ uid: '1.6', structuresUid: '1.5' }, beams),
  });
  const cbct = await scan();
  const found = await setup();
  const [plan] = library.planning.of('1.2.3').plans;
  expect(found).toMatchObject({
    studyUid: '1.3',
    scans: [{ volumeId: cbct.id, label: 'CBCT, 2026-01-01 10:15:00', restoredFrom: null }],
    plans: [
      {
        volumeId: ct,
        studyUid: '1.2.3',
        planId: plan?.id,
        structureSetId: plan?.structureSetId,
        isocentreMm: [0, 1, 6],
        position: 'FFS',
        foundBy: 'plan',
      },
    ],
  });
  expect(found.plans[0]?.label).toMatch(/^Boost · Planning CT, 2026-01-01/);
  // The first beam gives no isocentre, and that is told.
  expect(codes(found)).toEqual(['planning/no-isocentre']);
});

test('without a plan the structure set leads, without both any CT of the patient', async () => {
  const other = { studyUid: '1.2.4', seriesUid: '1.2.4.4', frame: '9', images: '2.1' };
  const [ct, plain] = [await takeCt(), await takeCt(other)];
  await scan();
  const before = await setup();
  expect(before.plans.map(({ foundBy }) => foundBy)).toEqual(['patient', 'patient']);
  expect(codes(before)).toEqual(['match/ct-by-patient']);
  await take({ 'rs.dcm': structures() });
  const { plans } = await setup();
  expect(plans).toMatchObject([
    { volumeId: ct, foundBy: 'structures', isocentreMm: null, position: null, planId: null },
    { volumeId: plain, foundBy: 'patient', structureSetId: null },
  ]);
  expect(plans[0]?.structureSetId).not.toBeNull();
});

test('newest scan first, the restored one before its source; maps and planning CT are no scans', async () => {
  await takeCt();
  await take({
    'rs.dcm': structures(),
    'rp.dcm': planFile({ uid: '1.6', structuresUid: '1.5' }, beams),
  });
  const inStudy = { studyUid: '1.2.3' };
  const cbct = await scan('one', {}, inStudy);
  const result = newResult(cbct);
  const map = { ...result.volume, id: 'map', kind: 'other', resultId: result.result.id } as const;
  const step = { ...result.volume, id: 'step', resultId: result.result.id };
  const kept = [map, step].map((volume) => ({ volume, voxels: result.voxels }));
  await library.results.save({ ...result, kept });
  const { scans } = await setup('1.2.3');
  expect(scans).toMatchObject([
    { volumeId: result.volume.id, restoredFrom: cbct.id },
    { volumeId: cbct.id, restoredFrom: null },
  ]);
});

test('a repeat CT is a scan, and the older CT what it is positioned to', async () => {
  const ct = await takeCt();
  const again = { seriesUid: '1.2.3.5', images: '1.9' };
  const repeat = await takeCt(again);
  const { scans, plans } = await setup('1.2.3');
  expect(scans.map(({ volumeId }) => volumeId)).toEqual([repeat, ct]);
  expect(plans.map(({ volumeId }) => volumeId)).toEqual([ct]);
});

test('what is broken or missing is told; nothing of another patient is offered', async () => {
  await scan();
  expect(codes(await setup())).toEqual(['match/no-planning-ct']);
  await take({ 'rp.dcm': planFile({ uid: '1.6', structuresUid: '1.5', studyUid: '1.3' }, beams) });
  expect(codes(await setup())).toEqual([
    'planning/plan-without-structures',
    'planning/images-absent',
    'planning/no-isocentre',
    'match/no-planning-ct',
  ]);
  // The frame of the plan leads to the CT of another patient.
  await scan(
    'theirs',
    { patientId: 'P2' },
    { kind: 'ct', studyUid: '1.4', frameOfReferenceUid: '1.2.9.1' },
  );
  const found = await setup();
  expect(found.plans).toEqual([]);
  expect(codes(found)).toContain('match/other-patient');
  const theirs = await setup('1.4');
  expect(theirs.plans).toEqual([]);
  expect(codes(theirs)).toContain('match/other-patient');
  await expect(setup('none')).rejects.toThrow(/no study/);
});

test('a study without a CT in HU holds nothing to position', async () => {
  await scan('mr', {}, { kind: 'mr', unit: 'signal' });
  await scan('uncalibrated', {}, { calibrated: false });
  const found = await setup();
  expect(found.scans).toEqual([]);
  expect(codes(found)).toEqual(['match/no-scan', 'match/no-planning-ct']);
});
