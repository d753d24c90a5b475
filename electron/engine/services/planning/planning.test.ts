import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDecodePool } from '../../../../studies/dicom/decode/pool.ts';
import {
  frameUid,
  planFile,
  registrationFile,
  rtImageFile,
  structureFile,
} from '../../../../studies/dicom/rt/testing/rt-files.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import { temporaryFolder } from '../../../../studies/library/testing/entries.ts';
import { importPaths } from '../imports/run-import.ts';
import { createPlanning } from './planning.ts';
import { ctImages, squareOn, writeFiles, writePlanningCt } from './testing/planned-study.ts';

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

const studyUid = '1.2.3';
const take = (files: Readonly<Record<string, Uint8Array>>) => {
  const dir = at(`in-${Math.random()}`);
  writeFiles(dir, files);
  return importPaths(library, [dir], { pool });
};
async function takeCt(about: Parameters<typeof writePlanningCt>[1] = {}): Promise<string> {
  const dir = at(`ct-${Math.random()}`);
  writePlanningCt(dir, about);
  await importPaths(library, [dir], { pool });
  return library.volumes.find(about.seriesUid ?? '1.2.3.4').id;
}
const heart = {
  number: 1,
  name: 'Heart',
  contours: [1, 2, 3].map((k) => ({ points: squareOn(k), imageUid: `1.1.${k}` })),
};
const structures = (about: Partial<Parameters<typeof structureFile>[0]> = {}) =>
  structureFile({ uid: '1.5', images: ctImages(), ...about }, [heart]);
const plan = planFile({ uid: '1.6', structuresUid: '1.5' }, [{ number: 1, isocentre: '0\\0\\6' }]);
const codes = (
  { warnings }: { warnings: readonly { code: string }[] } | undefined = { warnings: [] },
) => warnings.map(({ code }) => code);

describe('references', () => {
  test('whole: plan to structure set to CT, by the images', async () => {
    const report = await take({ 'rs.dcm': structures(), 'rp.dcm': plan });
    expect(report.skipped).toEqual([]);
    const ct = await takeCt();
    const found = await createPlanning(library).of(studyUid);
    expect(found.structureSets).toMatchObject([
      { volumeId: ct, linkedBy: 'images', volumesInFrame: [ct], warnings: [] },
    ]);
    const [set] = found.structureSets;
    expect(set?.record.structures[0]).toMatchObject({ name: 'Heart', contours: 3 });
    expect(found.plans).toMatchObject([
      { structureSetId: set?.id, volumeId: ct, warnings: [], record: { patientPosition: 'FFS' } },
    ]);
    expect(found.plans[0]?.record.isocentres[0]?.pointMm).toEqual([0, 0, 6]);
    expect(library.planning.structureSetsOf(ct).map(({ id }) => id)).toEqual([set?.id]);
  });

  test('some images absent, other images, other series, nothing at all', async () => {
    const ct = await takeCt();
    await take({
      'some.dcm': structures({ uid: '1.5.1', images: [...ctImages(), '9.9'] }),
      'series.dcm': structureFile({ uid: '1.5.2', images: ['9.1'] }, []),
      'frame.dcm': structureFile({ uid: '1.5.3', images: ['9.1'], imageSeries: '9' }, []),
      'none.dcm': structureFile(
        { uid: '1.5.4', images: ['9.1'], imageSeries: '9', frame: '9.3' },
        [],
      ),
      'moved.dcm': structures({ uid: '1.5.5', frame: '9.3' }),
    });
    const { structureSets } = await createPlanning(library).of(studyUid);
    const by = (uid: string) => structureSets.find(({ record }) => record.sopInstanceUid === uid);
    expect(by('1.5.1')).toMatchObject({ volumeId: ct, linkedBy: 'images' });
    expect(by('1.5.1')?.warnings[0]?.message).toMatch(/^1 of 7 images/);
    expect(by('1.5.2')).toMatchObject({ volumeId: ct, linkedBy: 'series' });
    expect(codes(by('1.5.2'))).toEqual(['planning/images-by-series']);
    expect(by('1.5.3')).toMatchObject({ volumeId: ct, linkedBy: 'frame' });
    expect(codes(by('1.5.3'))).toEqual(['planning/images-by-frame']);
    expect(by('1.5.4')).toMatchObject({ volumeId: null, linkedBy: null, volumesInFrame: [] });
    expect(codes(by('1.5.4'))).toEqual(['planning/images-absent']);
    expect(by('1.5.5')).toMatchObject({ volumeId: ct, linkedBy: 'images', volumesInFrame: [] });
    expect(codes(by('1.5.5'))).toEqual(['planning/other-frame']);
  });

  test('a plan whose structure set is absent takes the one of its frame, or says so', async () => {
    const ct = await takeCt();
    await take({ 'rp.dcm': plan });
    const planning = createPlanning(library);
    expect((await planning.of(studyUid)).plans).toMatchObject([
      { structureSetId: null, volumeId: ct },
    ]);
    expect(codes((await planning.of(studyUid)).plans[0])).toEqual([
      'planning/plan-without-structures',
      'planning/images-by-frame',
    ]);
    await take({ 'rs.dcm': structures({ uid: '1.5.8' }) });
    const { plans, structureSets } = await planning.of(studyUid);
    expect(plans[0]?.structureSetId).toBe(structureSets[0]?.id);
    expect(codes(plans[0])).toEqual(['planning/plan-structures-absent']);
  });

  test('what lies in another study of the patient is found; another patient’s is not', async () => {
    await takeCt();
    const about = { studyUid: '1.2.7', images: ['9'], imageSeries: '9', frame: '9' };
    await take({
      'same.dcm': structureFile({ uid: '1.5', ...about }, []),
      'other.dcm': structureFile({ uid: '1.7', ...about, studyUid: '1.2.8', patientId: 'P2' }, []),
      'named.dcm': structureFile(
        { uid: '1.8', images: ctImages(), studyUid: '1.2.9', patientId: 'P3' },
        [],
      ),
    });
    const { structureSets } = await createPlanning(library).of(studyUid);
    expect(structureSets.map(({ record }) => record.sopInstanceUid).sort()).toEqual(['1.5', '1.8']);
    library.studies.hide('1.2.7');
    expect(library.planning.of(studyUid).structureSets).toHaveLength(1);
  });

  test('registrations between frames, straight, back and through a third', async () => {
    const ct = await takeCt();
    const shift = (x: number) => [1, 0, 0, x, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    await take({
      're.dcm': registrationFile({ uid: '1.8' }, [
        { from: '1.2.9.2', matrices: [shift(5)] },
        { from: '1.2.9.3', matrices: [shift(-2)] },
      ]),
    });
    const { registrations } = await createPlanning(library).of(studyUid);
    expect(registrations[0]?.frames).toEqual([
      { frameUid, volumeIds: [ct] },
      { frameUid: '1.2.9.2', volumeIds: [] },
      { frameUid: '1.2.9.3', volumeIds: [] },
    ]);
    expect(registrations[0]?.warnings[0]?.message).toMatch(/of which 2 have no volume/);
    const x = (from: string, to: string) => library.planning.between(from, to)[0]?.matrix[3];
    expect(x('1.2.9.2', frameUid)).toBe(5);
    expect(x(frameUid, '1.2.9.2')).toBe(-5);
    expect(x('1.2.9.2', '1.2.9.3')).toBe(7);
    expect(library.planning.between(frameUid, '9')).toEqual([]);
  });
});

test('files of a library from before are read when asked for; broken ones are told', async () => {
  await take({ 'rs.dcm': structures() });
  const forget = () => {
    library.close();
    const database = new BetterSqlite3(at('library', 'library.sqlite'));
    database.exec('DELETE FROM planning_objects');
    database.close();
    library = openLibrary(at('library'));
    return createPlanning(library);
  };
  const planning = forget();
  expect(library.planning.unread()).toHaveLength(1);
  expect(await planning.of(studyUid)).toMatchObject({ structureSets: [{}], unreadable: [] });
  expect(library.planning.unread()).toEqual([]);

  const [kept] = library.imports.instancesOf(studyUid);
  truncateSync(kept!.path, 700);
  const { structureSets, unreadable } = await forget().of(studyUid);
  expect(structureSets).toEqual([]);
  expect(unreadable[0]).toMatchObject({ studyUid, warning: { code: 'dicom/truncated' } });
  expect(unreadable[0]?.warning.message).toBe('rs.dcm ends before its data do.');
});

test('an RT image is a picture of its study with its place', async () => {
  await take({ 'rp.dcm': plan, 'ri.dcm': rtImageFile({ uid: '1.7', planUid: '1.6' }) });
  const planning = createPlanning(library);
  const { rtImages, plans } = await planning.of(studyUid);
  const [image] = rtImages;
  expect(image).toMatchObject({ planId: plans[0]?.id, warnings: [], record: { gantryDeg: 90 } });
  expect(await planning.rtImage(image!.id)).toEqual(image);
  expect(library.volumes.get(image!.volumeId!)).toMatchObject({ kind: 'picture', dims: [6, 4, 1] });
  await expect(planning.rtImage(plans[0]!.id)).rejects.toThrow(/no planning object/);
});

describe('outlines', () => {
  test('as drawn, between slices, across them; never in a strange frame', async () => {
    const volumeId = await takeCt();
    await take({ 'rs.dcm': structures() });
    const planning = createPlanning(library);
    const [set] = (await planning.of(studyUid)).structureSets;
    const lines = async (plane: 'axial' | 'sagittal' | 'coronal', index: number) =>
      (await planning.outlines(set!.id, { volumeId, plane, index })).structures;
    expect(await lines('axial', 2)).toEqual([
      { number: 1, outlines: [{ closed: true, points: squareOn(2) }] },
    ]);
    expect(await lines('axial', 5)).toEqual([]);
    const [sagittal] = await lines('sagittal', 7);
    const points = sagittal!.outlines[0]!.points;
    expect(points.every(([x]) => x === -1)).toBe(true);
    expect(Math.max(...points.map(([, , z]) => z))).toBeCloseTo(10.5, 1);
    expect(await lines('coronal', 0)).toEqual([]);
    await expect(lines('axial', 6)).rejects.toThrow(/6 slices/);

    const strange = await takeCt({
      studyUid: '1.2.4',
      seriesUid: '1.2.4.4',
      frame: '9',
      images: '2.1',
    });
    const there = { volumeId: strange, plane: 'axial', index: 2 } as const;
    await expect(planning.outlines(set!.id, there)).rejects.toThrow(/different frames/);
    await expect(planning.outlines('none', there)).rejects.toThrow(/no planning object/);
    const same = await takeCt({ studyUid: '1.2.6', seriesUid: '1.2.6.4', images: '3.1' });
    const over = await planning.outlines(set!.id, { ...there, volumeId: same });
    expect(over.structures[0]?.outlines[0]?.points).toEqual(squareOn(2));
  });
});
