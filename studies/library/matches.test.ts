import { createHash } from 'node:crypto';
import BetterSqlite3 from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Library } from './library.ts';
import { openLibrary } from './open.ts';
import type { VolumeRecord } from './records.ts';
import { importOne, newResult, temporaryFolder } from './testing/entries.ts';
import { matchRecord, refusedMatch } from './testing/matches.ts';

let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
let scan: VolumeRecord;
let plan: VolumeRecord;
const pin = '4711';
const [scanStudy, planStudy] = ['1.2.4', '1.2.3'];

beforeEach(async () => {
  folder = temporaryFolder();
  library = openLibrary(folder.dir);
  plan = await importOne(library, 'a planning CT');
  scan = await importOne(library, 'a scan', { kind: 'cbct', studyUid: scanStudy });
});
afterEach(() => {
  library.close();
  folder.remove();
});
const reopen = () => {
  library.close();
  library = openLibrary(folder.dir);
};
async function saved(
  ...[couch, fields]: [...Parameters<typeof matchRecord>] extends [unknown, unknown, ...infer More]
    ? More
    : never
) {
  const record = matchRecord(scan, plan, couch, fields);
  await library.matches.save(record);
  return record;
}
const approve = (id: string, reason = '') =>
  library.matches.sign(id, { person: 'Anna', pin, meaning: 'approved', reason });

test('a match is found again by id, by study and among those that wait; its job is done', async () => {
  const job = library.jobs.create({ kind: 'match', sourceVolumeId: scan.id, params: {} });
  const record = matchRecord(scan, plan, { lateralMm: -2.1 });
  await library.matches.save({ ...record, signatures: [] }, job.id);
  reopen();
  expect(library.matches.get(record.id)).toEqual(record);
  expect(library.matches.of(scanStudy)).toEqual([record]);
  expect(library.matches.of(planStudy)).toEqual([]);
  expect(library.matches.pending()).toEqual([record]);
  expect(library.jobs.get(job.id)).toMatchObject({ state: 'done', resultId: record.id });
});

test('newest first of a study, oldest first of those that wait', async () => {
  const later = await saved({}, { created: '2026-11-02T00:00:00Z' });
  const earlier = await saved({}, { created: '2026-11-01T00:00:00Z' });
  const ids = (all: { id: string }[]) => all.map(({ id }) => id);
  expect(ids(library.matches.of(scanStudy))).toEqual([later.id, earlier.id]);
  expect(ids(library.matches.pending())).toEqual([earlier.id, later.id]);
});

test('a record of volumes that are none, or of another study, is not kept', async () => {
  const none = { id: 'none', studyUid: scanStudy };
  for (const record of [
    matchRecord(none, plan),
    matchRecord(scan, none),
    matchRecord({ ...scan, studyUid: planStudy }, plan),
  ])
    await expect(library.matches.save(record)).rejects.toThrow(/no volume/);
  await expect(saved({ lateralMm: Number.NaN })).rejects.toThrow();
  expect(library.matches.pending()).toEqual([]);
});

test('a signature is by the hash of the record without signatures; later ones are added', async () => {
  const record = await saved();
  await library.matches.addPerson('Anna', pin);
  const approved = await approve(record.id);
  const text = JSON.stringify({ ...library.matches.get(record.id), signatures: undefined });
  const recordSha256 = createHash('sha256').update(text).digest('hex');
  expect(approved.signatures).toMatchObject([
    { person: 'Anna', meaning: 'approved', reason: '', recordSha256 },
  ]);
  const rejecting = { person: 'anna', pin, meaning: 'rejected', reason: ' moved since ' } as const;
  const { signatures } = await library.matches.sign(record.id, rejecting);
  expect(signatures).toMatchObject([
    approved.signatures[0],
    { person: 'Anna', meaning: 'rejected', reason: 'moved since', recordSha256 },
  ]);
  reopen();
  expect(library.matches.get(record.id)).toEqual({ ...record, signatures });
  expect(library.matches.pending()).toEqual([]);
});

test('unsigned it can be removed, signed it cannot', async () => {
  const [first, second] = [await saved(), await saved()];
  await library.matches.addPerson('Anna', pin);
  await approve(second.id);
  library.matches.remove(first.id);
  expect(() => library.matches.get(first.id)).toThrow(/no match/);
  expect(() => library.matches.remove(first.id)).toThrow(/no match/);
  expect(() => library.matches.remove(second.id)).toThrow(/is signed/);
  expect(library.matches.of(scanStudy)).toHaveLength(1);
});

test('a reason is asked for outside tolerance, beyond the couch and to reject', async () => {
  await library.matches.addPerson('Anna', pin);
  const good = await saved({ lateralMm: 3 });
  const outside = await saved({ lateralMm: 3.1 });
  const beyond = await saved({}, { beyondCouch: ['pitchDeg'] });
  const judgedByNone = await saved({}, { within: null });
  for (const { id } of [outside, judgedByNone])
    await expect(approve(id, '  ')).rejects.toMatchObject({ code: 'match/reason-tolerance' });
  await expect(approve(beyond.id)).rejects.toMatchObject({ code: 'match/reason-couch' });
  const rejecting = { person: 'Anna', pin, meaning: 'rejected', reason: '' } as const;
  await expect(library.matches.sign(good.id, rejecting)).rejects.toMatchObject({
    code: 'match/reason-rejected',
  });
  expect(library.matches.pending()).toHaveLength(4);
  for (const { id } of [outside, beyond]) await approve(id, 'agreed with the physicist');
  await approve(good.id);
  expect(library.matches.pending()).toEqual([judgedByNone]);
});

test('a refused match can be rejected but never approved', async () => {
  const record = refusedMatch(scan, plan);
  await library.matches.save(record);
  await library.matches.addPerson('Anna', pin);
  await expect(approve(record.id, 'I know better')).rejects.toMatchObject({
    code: 'match/refused',
  });
  const rejecting = { person: 'Anna', pin, meaning: 'rejected', reason: 'mirrored' } as const;
  expect((await library.matches.sign(record.id, rejecting)).signatures).toHaveLength(1);
});

test('a record that somebody changed on the disk says so', async () => {
  const record = await saved({ lateralMm: 1 });
  await library.matches.addPerson('Anna', pin);
  await approve(record.id);
  library.close();
  const database = new BetterSqlite3(join(folder.dir, 'library.sqlite'));
  database.exec(`DROP TRIGGER match_never_changes;
    UPDATE matches SET record = replace(record, '"lateralMm":1,', '"lateralMm":2,')`);
  database.close();
  library = openLibrary(folder.dir);
  const { couch, warnings } = library.matches.get(record.id);
  expect(couch?.lateralMm).toBe(2);
  expect(warnings).toMatchObject([{ code: 'match/changed' }]);
});

test.each([scanStudy, planStudy])('hidden and purged with study %s', async (uid) => {
  const record = await saved();
  await library.matches.addPerson('Anna', pin);
  await approve(record.id);
  library.studies.hide(uid);
  expect(() => library.matches.get(record.id)).toThrow(/no match/);
  expect(library.matches.of(scanStudy)).toEqual([]);
  library.studies.restore(uid);
  expect(library.matches.get(record.id).signatures).toHaveLength(1);
  library.studies.hide(uid);
  reopen();
  library.studies.list();
  expect(library.matches.of(scanStudy)).toEqual([]);
  expect(library.volumes.list()).toHaveLength(1);
});

test('goes with the restored scan it was made of; stays when a later import replaces the scan', async () => {
  const restored = newResult(scan);
  await library.results.save(restored);
  const ofRestored = matchRecord(restored.volume, plan);
  await library.matches.save(ofRestored);
  const record = await saved();
  library.results.delete(restored.result.id);
  expect(library.matches.of(scanStudy)).toEqual([record]);
  const more = { kind: 'cbct', studyUid: scanStudy } as const;
  await importOne(library, 'one slice more', more, { replacedVolumes: [scan.id] });
  expect(library.matches.of(scanStudy)).toEqual([record]);
  expect(library.volumes.get(scan.id).warnings).toMatchObject([{ code: 'library/superseded' }]);
});
