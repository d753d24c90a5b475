import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { first } from './0010-first.ts';
import { projections } from './0020-projections.ts';

let database: BetterSqlite3.Database;
beforeEach(() => {
  database = new BetterSqlite3(':memory:');
  database.pragma('foreign_keys = ON');
  database.exec(first.sql);
  database.exec(`
    INSERT INTO patients VALUES ('P', 'Doe', '', '');
    INSERT INTO studies VALUES ('1', 'P', 'Doe', '', '', '', '', '', 0, '', NULL);
    INSERT INTO series VALUES ('1', '1.2', 'CT', 1, '');
    INSERT INTO volumes VALUES ('v', '1', '1.2', 'cbct', '', 1, 1, 1, 1, '{}', 1, NULL, NULL,
      'int16', 1, 0, 'HU', NULL, NULL, NULL, NULL, 0, '[]', NULL);
    INSERT INTO results VALUES ('r', 'mindi3d', '1', 'h', 'v', 'h', 'v', NULL, 'h', 4, 1, 0, 'cpu',
      1, '', '[]', '');
    INSERT INTO jobs VALUES ('j', 'enhance', 'done', 'v', '{}', NULL, 'r', NULL, '', NULL, NULL, 0,
      'o', 0);
  `);
  database.exec(projections.sql);
});
afterEach(() => database.close());

const insert = (id: string, source: string | null) =>
  database
    .prepare(
      `INSERT INTO projections VALUES (?, '1', '', 'rtk', 5, 4, 3, '{}', NULL, NULL, ?, 'h', '[]', '', NULL)`,
    )
    .run(id, source);
const column = (text: string) => database.prepare(text).pluck().get();

test('20 keeps what was there, with the first schema’s meaning', () => {
  expect(
    database.prepare('SELECT start, refine, evidence, stepped_volumes FROM results').get(),
  ).toEqual({ start: 'fdk', refine: 0, evidence: null, stepped_volumes: '[]' });
  expect(column('SELECT projections_id FROM volumes')).toBeNull();
  expect(column('SELECT made FROM jobs')).toBeNull();
  expect(database.pragma('foreign_key_check')).toEqual([]);
});

test('20: projections go with their study and leave their volumes behind', () => {
  insert('p', 'v');
  database.exec(`UPDATE volumes SET projections_id = 'p'`);
  database.exec(`DELETE FROM projections`);
  expect(column('SELECT projections_id FROM volumes')).toBeNull();
  insert('p', 'v');
  database.exec(`DELETE FROM volumes`);
  expect(column('SELECT source_volume FROM projections')).toBeNull();
  database.exec(`DELETE FROM studies`);
  expect(column('SELECT count(*) FROM projections')).toBe(0);
});

test('20 refuses projections without views or without a study', () => {
  expect(() => insert('p', 'nobody')).toThrow(/FOREIGN KEY/);
  expect(() =>
    database.exec(
      `INSERT INTO projections VALUES ('p', '1', '', 'rtk', 0, 4, 3, '{}', NULL, NULL, NULL, 'h', '[]', '', NULL)`,
    ),
  ).toThrow(/CHECK/);
});
