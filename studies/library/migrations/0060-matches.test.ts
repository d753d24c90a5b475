import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { matches } from './0060-matches.ts';
import { migrations } from './migrations.ts';

let database: BetterSqlite3.Database;
beforeEach(() => {
  database = new BetterSqlite3(':memory:');
  database.pragma('foreign_keys = ON');
  for (const { version, sql } of migrations) if (version < matches.version) database.exec(sql);
  database.exec(`
    INSERT INTO patients VALUES ('P', 'Doe', '', '');
    INSERT INTO jobs (id, kind, state, params, created_at, owner) VALUES ('j', 'match', 'done', '{}', '', '');
  `);
  for (const [study, volume] of ['ab', 'cd'])
    database.exec(`
      INSERT INTO studies (uid, patient_id, patient_name, patient_birth_date, patient_sex, date, time,
        description, sample, imported_at)
        VALUES ('${study}', 'P', 'Doe', '', '', '', '', '', 0, '');
      INSERT INTO series VALUES ('${study}', '1', 'CT', 1, '');
      INSERT INTO volumes (id, study_uid, series_uid, kind, description, columns, rows, slices, phases,
        geometry, calibrated, voxel_type, rescale_slope, rescale_intercept, unit, lossy, warnings)
        VALUES ('${volume}', '${study}', '1', 'ct', '', 1, 1, 1, 1, '{}', 1, 'int16', 1, 0, 'HU', 0, '[]');
    `);
  database.exec(matches.sql);
  database.exec(`INSERT INTO matches VALUES ('m', 'a', 'b', 'd', '', '{}', '')`);
});
afterEach(() => database.close());

const sign = (sequence = 1, meaning = 'approved') =>
  database
    .prepare('INSERT INTO match_signatures VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run('m', sequence, 'Anna', meaning, '', 'a'.repeat(64), '');
const counts = () =>
  ['matches', 'match_signatures'].map((table) =>
    database.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
  );

test('60 keeps the jobs that were there', () => {
  expect(database.prepare('SELECT id, match_id FROM jobs').all()).toEqual([
    { id: 'j', match_id: null },
  ]);
  expect(database.pragma('foreign_key_check')).toEqual([]);
});

test('60: neither a match nor a signature changes, and a signed match stays', () => {
  sign();
  for (const change of [
    `UPDATE matches SET record = '{"credible":true}'`,
    `UPDATE match_signatures SET meaning = 'rejected'`,
    `UPDATE match_signatures SET reason = 'another'`,
  ])
    expect(() => database.exec(change)).toThrow(/never changes/);
  expect(() => database.exec('DELETE FROM matches')).toThrow(/signed match goes only/);
  expect(() => database.exec('DELETE FROM match_signatures')).toThrow(/goes only with its match/);
  expect(counts()).toEqual([1, 1]);
});

test.each([
  ['the study of the scan', `DELETE FROM studies WHERE uid = 'a'`],
  ['the scan', `DELETE FROM volumes WHERE id = 'b'`],
  ['the study of the planning CT', `DELETE FROM studies WHERE uid = 'c'`],
  ['the planning CT', `DELETE FROM volumes WHERE id = 'd'`],
])('60: a match goes with %s, signatures too', (_, change) => {
  sign();
  sign(2, 'rejected');
  database.exec(change);
  expect(counts()).toEqual([0, 0]);
});

test('60 refuses a second signature of one number, another meaning, half a hash, a name twice', () => {
  sign();
  expect(() => sign()).toThrow(/UNIQUE/);
  expect(() => sign(2, 'seen')).toThrow(/CHECK/);
  const person = database.prepare('INSERT INTO people VALUES (?, ?, ?, 1, ?)');
  const add = (name: string, hash = 32) =>
    person.run(name, Buffer.alloc(16), Buffer.alloc(hash), '');
  add('Anna');
  expect(() => add('ANNA')).toThrow(/UNIQUE/);
  expect(() => add('Bert', 31)).toThrow(/CHECK/);
});
