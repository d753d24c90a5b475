import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Library } from './library.ts';
import { openLibrary } from './open.ts';
import { importOne, temporaryFolder } from './testing/entries.ts';
import { newHeart, unitVector } from './testing/hearts.ts';

let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
beforeEach(() => {
  folder = temporaryFolder();
  library = openLibrary(folder.dir);
});
afterEach(() => {
  library.close();
  folder.remove();
});

let studies = 0;

/** A heart in a study of its own; returns its id. */
async function aHeart(
  seed: number,
  { patient = `P${studies}`, weights = 'a', date = '20260101' } = {},
): Promise<string> {
  const studyUid = `1.2.${++studies}`;
  const source = await importOne(
    library,
    `cine ${studies}`,
    { studyUid, seriesUid: `${studyUid}.1`, kind: 'cine', phases: 2, dims: [4, 4, 2] },
    {},
    { patientId: patient, patientName: patient, studyDate: date },
  );
  const entry = newHeart(source, {
    embedding: unitVector(seed),
    weightsSha256: weights.repeat(64),
  });
  await library.hearts.save(entry);
  return entry.result.id;
}

const similar = (id: string, more: { samePatient?: boolean; plain?: boolean; k?: number } = {}) =>
  library.hearts.similar(id, { k: 100, samePatient: false, ...more });
const ids = (neighbours: readonly { result: string }[]) => neighbours.map(({ result }) => result);

test('sqlite-vec and the plain dot product name the same hearts at the same distances', async () => {
  expect(library.hearts.indexed).toBe(true);
  const all: string[] = [];
  for (let seed = 0; seed < 60; seed++) all.push(await aHeart(seed));
  for (const id of all.slice(0, 8)) {
    for (const k of [1, 7, 100]) {
      const found = similar(id, { k });
      expect(found).toEqual(similar(id, { k, plain: true }));
      expect(found).toHaveLength(Math.min(k, all.length - 1));
    }
  }
  const distances = similar(all[0]!).map(({ distance }) => distance);
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
});

test('only vectors of the same weights are compared', async () => {
  const one = await aHeart(1);
  const other = await aHeart(1, { weights: 'b' });
  const third = await aHeart(2);
  expect(ids(similar(one))).toEqual([third]);
  expect(similar(other)).toEqual([]);
});

test('hearts of the same patient come when asked for, and say so', async () => {
  const before = await aHeart(1, { patient: 'P' });
  const after = await aHeart(1, { patient: 'P' });
  const other = await aHeart(2, { patient: 'Q' });
  expect(similar(after)).toMatchObject([{ result: other, samePatient: false }]);
  for (const plain of [false, true]) {
    expect(similar(after, { samePatient: true, plain })).toMatchObject([
      { result: before, samePatient: true, distance: expect.closeTo(0, 6) as number },
      { result: other },
    ]);
  }
});

test('hidden, deleted and purged hearts are not found; restored ones are', async () => {
  const one = await aHeart(1);
  const hidden = await aHeart(2);
  const deleted = await aHeart(3);
  const { studyUid } = library.hearts.get(hidden);
  library.hearts.delete(deleted);
  library.studies.hide(studyUid);
  expect(similar(one)).toEqual([]);
  library.studies.restore(studyUid);
  expect(ids(similar(one))).toEqual([hidden]);
  library.studies.hide(studyUid);
  library.close();
  library = openLibrary(folder.dir);
  expect(similar(one)).toEqual([]);
  expect(similar(one, { plain: true })).toEqual([]);
});

test('a vector made anew moves its heart to the new weights', async () => {
  const one = await aHeart(1);
  const other = await aHeart(2);
  const current = 'c'.repeat(64);
  expect(library.hearts.embeddedByOthers(current)).toEqual([one, other]);
  library.hearts.embed(one, current, unitVector(5));
  expect(library.hearts.embeddedByOthers(current)).toEqual([other]);
  expect(library.hearts.embeddedBy(one)).toBe(current);
  expect(similar(one)).toEqual([]);
  library.hearts.embed(other, current, unitVector(6));
  expect(similar(one)).toEqual(similar(one, { plain: true }));
  expect(ids(similar(one))).toEqual([other]);
});

test('what another connection changed is found, and a reader needs no table of its own', async () => {
  const one = await aHeart(1);
  const writer = library;
  library = openLibrary(folder.dir, { readOnly: true });
  expect(library.hearts.indexed).toBe(true);
  const reader = library;
  library = writer;
  const two = await aHeart(2);
  expect(ids(reader.hearts.similar(one, { k: 5, samePatient: false }))).toEqual([two]);
  reader.close();
});

test('a Sparrow without sqlite-vec can check, copy and change the library', async () => {
  const one = await aHeart(1);
  const two = await aHeart(2);
  const three = await aHeart(3);
  library.close();
  const raw = new BetterSqlite3(join(folder.dir, 'library.sqlite'));
  raw.pragma('foreign_keys = ON');
  expect(raw.pragma('quick_check(1)', { simple: true })).toBe('ok');
  raw.prepare('VACUUM INTO ?').run(join(folder.dir, 'copy.sqlite'));
  raw.prepare('DELETE FROM hearts WHERE id = ?').run(two);
  raw.close();
  library = openLibrary(folder.dir);
  expect(ids(similar(one))).toEqual([three]);
  expect(library.hearts.indexed).toBe(true);
});

test('one patient over time: the newest heart of each study, the oldest study first', async () => {
  const late = await aHeart(1, { patient: 'P', date: '20260301' });
  const early = await aHeart(2, { patient: 'P', date: '20240301' });
  await aHeart(3, { patient: 'Q' });
  const { studyUid } = library.hearts.get(late);
  const { points } = library.hearts.trend(studyUid);
  expect(points.map(({ result, date }) => [result, date])).toEqual([
    [early, '20240301'],
    [late, '20260301'],
  ]);
  expect(() => library.hearts.trend('absent')).toThrow(/no study/);
});

test('headers without a name and an ID make no patient', async () => {
  const one = await aHeart(1, { patient: '' });
  const other = await aHeart(2, { patient: '' });
  expect(similar(one)).toMatchObject([{ result: other, samePatient: false }]);
  expect(library.hearts.trend(library.hearts.get(one).studyUid).points).toHaveLength(1);
});
