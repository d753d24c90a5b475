import { afterEach, beforeEach, expect, test } from 'vitest';
import { dicomFile, type TestElement } from '../../test/fixtures/dicom-file.ts';
import type { Library } from './library.ts';
import type { MatchRecord } from './match-records.ts';
import { openLibrary } from './open.ts';
import type { VolumeRecord } from './records.ts';
import { importOne, newResult, temporaryFolder } from './testing/entries.ts';
import { matchRecord } from './testing/matches.ts';

let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
let plan: VolumeRecord;
beforeEach(async () => {
  folder = temporaryFolder();
  library = openLibrary(folder.dir);
  plan = await importOne(library, 'a planning CT');
  await library.matches.addPerson('Anna', '4711');
});
afterEach(() => {
  library.close();
  folder.remove();
});

/** A scan in a study of its own; `header` changes whose and when it is. */
const scanOf = (studyUid: string, header = {}, content = `scan ${studyUid}`) =>
  importOne(library, content, { kind: 'cbct', studyUid }, {}, header);
const sign = (id: string, meaning: 'approved' | 'rejected' = 'approved') =>
  library.matches.sign(id, { person: 'Anna', pin: '4711', meaning, reason: 'because' });
async function approved(scan: VolumeRecord, ...couch: Parameters<typeof matchRecord>[2][]) {
  const record = matchRecord(scan, plan, ...couch);
  await library.matches.save(record);
  await sign(record.id);
  return record;
}
const ids = (all: { matchId: string }[]) => all.map(({ matchId }) => matchId);

test('fractions of all studies of the patient in order of their scans, with mean and SD', async () => {
  const later = await approved(await scanOf('1.2.5', { studyDate: '20260105' }), { lateralMm: 4 });
  const first = await approved(await scanOf('1.2.4', { studyDate: '20260103' }), { lateralMm: 2 });
  const left = matchRecord(await scanOf('1.2.6', { studyDate: '20260107' }), plan, {
    lateralMm: 9,
  });
  await library.matches.save(left);
  const trend = library.matches.trend('1.2.3');
  expect(trend.fractions).toMatchObject([
    { matchId: first.id, scanned: '20260103101500', couch: { lateralMm: 2 }, within: true },
    { matchId: later.id, scanned: '20260105101500', couch: { lateralMm: 4 }, within: false },
  ]);
  expect(trend.patient?.lateralMm.mean).toBe(3);
  expect(trend.patient?.lateralMm.sd).toBeCloseTo(Math.SQRT2, 12);
  expect(library.matches.trend('1.2.5')).toEqual(trend);
  await sign(later.id, 'rejected');
  expect(ids(library.matches.trend('1.2.3').fractions)).toEqual([first.id]);
  expect(() => library.matches.trend('none')).toThrow(/no study/);
});

test('a scan matched twice, or matched again as restored, counts once: as approved last', async () => {
  const scan = await scanOf('1.2.4');
  const restored = newResult(scan);
  await library.results.save(restored);
  const second = await approved(restored.volume, { lateralMm: 1 });
  await approved(scan, { lateralMm: 2 });
  await sign(second.id);
  const { fractions } = library.matches.trend('1.2.4');
  expect(ids(fractions)).toEqual([second.id]);
});

test('errors of the group part systematic from random', async () => {
  // Patients with means 2 and 5 and SDs sqrt(2) and sqrt(8).
  const of = (patientId: string, ...shifts: number[]) =>
    shifts.map(async (lateralMm) => {
      const scan = await scanOf(`1.9.${patientId}.${lateralMm}`, { patientId: `P${patientId}` });
      return approved(scan, { lateralMm });
    });
  expect(library.matches.trend('1.2.3').group).toEqual({ patients: 0, errors: null });
  expect(library.matches.trend('1.2.3').patient).toBeNull();
  await Promise.all([...of('2', 1, 3), ...of('3', 3, 7)]);
  const { group } = library.matches.trend('1.2.3');
  expect(group.patients).toBe(2);
  const { groupMean, systematic, random, marginMm } = group.errors!.lateralMm;
  expect(groupMean).toBeCloseTo(3.5, 12);
  expect(systematic).toBeCloseTo(3 / Math.SQRT2, 12);
  expect(random).toBeCloseTo(Math.sqrt(5), 12);
  expect(marginMm).toBeCloseTo((2.5 * 3) / Math.SQRT2 + 0.7 * Math.sqrt(5), 12);
});

test('headers that name nobody are nobody’s second fraction', async () => {
  const nobody = { patientId: '', patientName: '', patientBirthDate: '', patientSex: '' };
  const [one, two] = [await scanOf('1.7', nobody), await scanOf('1.8', nobody)];
  const record: MatchRecord = await approved(one);
  await approved(two);
  const trend = library.matches.trend('1.7');
  expect(ids(trend.fractions)).toEqual([record.id]);
  expect(trend.group.patients).toBe(2);
});

const [da, tm] = ['DA', 'TM'];
const times: [by: string, elements: TestElement[], expected: string][] = [
  [
    'acquisition',
    [
      ['00080022', da, '20260109'],
      ['00080032', tm, '083059.25'],
    ],
    '20260109083059',
  ],
  ['acquisition in one', [['0008002a', 'DT', '20260110070809.1+0100']], '20260110070809'],
  [
    'content',
    [
      ['00080023', da, '20260111'],
      ['00080033', tm, '0630'],
    ],
    '202601110630',
  ],
  ['series, no time', [['00080021', da, '2026.01.12']], '20260112'],
  ['study: no date', [['00080032', tm, '0800']], '20260101101500'],
];
test.each(times)(
  'a scan is of the time that its file tells: by its %s',
  async (_, told, expected) => {
    const file = dicomFile([['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'], ...told]);
    // Latin-1 keeps every byte of the file in the text that is staged, as long as none is above 127.
    const scan = await scanOf('1.2.4', {}, Buffer.from(file).toString('latin1'));
    expect(await library.matches.scanned(scan.id)).toBe(expected);
    const restored = newResult(scan);
    await library.results.save(restored);
    expect(await library.matches.scanned(restored.volume.id)).toBe(expected);
  },
);
