import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { first } from './0010-first.ts';
import { projections } from './0020-projections.ts';
import { hearts } from './0030-hearts.ts';
import { dense } from './0040-dense.ts';

let database: BetterSqlite3.Database;
beforeEach(() => {
  database = new BetterSqlite3(':memory:');
  database.pragma('foreign_keys = ON');
  for (const { sql } of [first, projections, hearts]) database.exec(sql);
  database.exec(`
    INSERT INTO patients VALUES ('P', 'Doe', '', '');
    INSERT INTO studies (uid, patient_id, patient_name, patient_birth_date, patient_sex, date, time,
      description, sample, imported_at) VALUES ('1', 'P', 'Doe', '', '', '', '', '', 0, '');
    INSERT INTO series VALUES ('1', '1.2', 'MR', 1, '');
  `);
  for (const id of ['v', 'p'])
    database.exec(`
      INSERT INTO volumes (id, study_uid, series_uid, kind, description, columns, rows, slices,
        phases, geometry, calibrated, voxel_type, rescale_slope, rescale_intercept, unit, lossy, warnings)
      VALUES ('${id}', '1', '1.2', 'cine', '', 1, 1, 1, 2, '{}', 1, 'int16', 1, 0, 'signal', 0, '[]')`);
  database.exec(dense.sql);
});
afterEach(() => database.close());

const column = (text: string) => database.prepare(text).pluck().all();

test('40 keeps what was there', () => {
  expect(column('SELECT id FROM volumes WHERE dense_id IS NULL ORDER BY id')).toEqual(['p', 'v']);
  expect(database.pragma('foreign_key_check')).toEqual([]);
});

test('40: what belongs to a dense heart goes with it; the cine stays', () => {
  database.exec(`
    INSERT INTO dense_hearts VALUES ('d', '1', '{}', '');
    UPDATE volumes SET dense_id = 'd' WHERE id = 'p';
    INSERT INTO dense_opinions VALUES ('d', 0, '{}', x'00');
    DELETE FROM dense_hearts;
  `);
  expect(column('SELECT id FROM volumes')).toEqual(['v']);
  expect(column('SELECT 1 FROM dense_opinions')).toEqual([]);
});
