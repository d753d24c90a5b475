import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { planning } from './0050-planning.ts';
import { migrations } from './migrations.ts';

let database: BetterSqlite3.Database;
beforeEach(() => {
  database = new BetterSqlite3(':memory:');
  database.pragma('foreign_keys = ON');
  for (const { version, sql } of migrations) if (version < planning.version) database.exec(sql);
  database.exec(`
    INSERT INTO patients VALUES ('P', 'Doe', '', '');
    INSERT INTO studies (uid, patient_id, patient_name, patient_birth_date, patient_sex, date, time,
      description, sample, imported_at) VALUES ('1', 'P', 'Doe', '', '', '', '', '', 0, '');
    INSERT INTO series VALUES ('1', '1.2', 'RTSTRUCT', 1, '');
    INSERT INTO instances VALUES ('1', '1.2.1', '1.2', 'c', 't', 1, 0, 'f', 'h', 9);
  `);
  database.exec(planning.sql);
});
afterEach(() => database.close());

const insert = (id: string, kind = 'structures', sop = '1.2.1') =>
  database
    .prepare('INSERT INTO planning_objects VALUES (?, ?, ?, ?, ?, ?)')
    .run(id, '1', sop, sop, kind, '{}');
const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

test('50 keeps the instances that were there', () => {
  expect(count('instances')).toBe(1);
  expect(count('planning_objects')).toBe(0);
  expect(database.pragma('foreign_key_check')).toEqual([]);
});

test('50: what was read of a file goes with the file, references too', () => {
  insert('p');
  database.exec(`INSERT INTO planning_references VALUES ('p', 'image', '1.1')`);
  database.exec('DELETE FROM studies');
  expect([count('planning_objects'), count('planning_references')]).toEqual([0, 0]);
});

test('50 refuses a second reading of a file, a file that is absent, an unknown kind', () => {
  insert('p');
  expect(() => insert('q')).toThrow(/UNIQUE/);
  expect(() => insert('q', 'plan', '9')).toThrow(/FOREIGN KEY/);
  expect(() => insert('q', 'dose', '1.2.2')).toThrow(/CHECK/);
});
