import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { first } from './0010-first.ts';
import { projections } from './0020-projections.ts';
import { hearts } from './0030-hearts.ts';

let database: BetterSqlite3.Database;
beforeEach(() => {
  database = new BetterSqlite3(':memory:');
  database.pragma('foreign_keys = ON');
  database.exec(first.sql);
  database.exec(projections.sql);
  database.exec(`
    INSERT INTO patients VALUES ('P', 'Doe', '', '');
    INSERT INTO studies VALUES ('1', 'P', 'Doe', '', '', '', '', '', 0, '', NULL);
    INSERT INTO series VALUES ('1', '1.2', 'MR', 1, '');
    INSERT INTO jobs VALUES ('j', 'enhance', 'done', NULL, '{}', NULL, NULL, NULL, '', NULL, NULL,
      0, 'o', 0, NULL);
  `);
  volume('v');
  database.exec(hearts.sql);
});
afterEach(() => database.close());

function volume(id: string): void {
  database.exec(`
    INSERT INTO volumes (id, study_uid, series_uid, kind, description, columns, rows, slices, phases,
      geometry, calibrated, voxel_type, rescale_slope, rescale_intercept, unit, lossy, warnings)
    VALUES ('${id}', '1', '1.2', 'cine', '', 1, 1, 1, 2, '{}', 1, 'int16', 1, 0, 'signal', 0, '[]')`);
}

function heart(): void {
  volume('l');
  database.exec(`
    INSERT INTO hearts VALUES ('h', '1', 'whole-heart', '1', 'w', '{}', NULL, '');
    UPDATE volumes SET heart_id = 'h' WHERE id = 'l';
    UPDATE jobs SET heart_id = 'h';
    INSERT INTO heart_labels VALUES ('h', 'v', 'l');
    INSERT INTO heart_edits VALUES ('h', 'v', 0, 1, x'00', '');
    INSERT INTO heart_inputs VALUES ('h', x'00');
    INSERT INTO heart_corrections VALUES ('1', '{}', '');
    INSERT INTO heart_embeddings (heart_id, weights_sha256, vector) VALUES ('h', 'w', zeroblob(512));
  `);
}

const column = (text: string) => database.prepare(text).pluck().all();
const belongings = ['heart_labels', 'heart_edits', 'heart_inputs', 'heart_embeddings'] as const;

test('30 keeps what was there', () => {
  expect(column('SELECT id FROM volumes WHERE heart_id IS NULL')).toEqual(['v']);
  expect(column('SELECT id FROM jobs WHERE heart_id IS NULL')).toEqual(['j']);
  expect(column('SELECT patient_weight_kg FROM studies')).toEqual([null]);
  expect(database.pragma('foreign_key_check')).toEqual([]);
});

test('30: what belongs to a heart goes with it; the cine and the corrections stay', () => {
  heart();
  database.exec(`DELETE FROM hearts`);
  for (const table of belongings) expect(column(`SELECT 1 FROM ${table}`), table).toEqual([]);
  expect(column('SELECT id FROM volumes')).toEqual(['v']);
  expect(column('SELECT heart_id FROM jobs')).toEqual([null]);
  expect(column('SELECT count(*) FROM heart_corrections')).toEqual([1]);
});

test('30: all of it goes with the study', () => {
  heart();
  database.exec(`DELETE FROM studies`);
  for (const table of [...belongings, 'hearts', 'heart_corrections', 'volumes']) {
    expect(column(`SELECT 1 FROM ${table}`), table).toEqual([]);
  }
});

test('30 logs vectors that come and go, and never uses a number twice', () => {
  heart();
  database.exec(`DELETE FROM heart_vector_log; DELETE FROM heart_embeddings`);
  database.exec(
    `INSERT INTO heart_embeddings (heart_id, weights_sha256, vector) VALUES ('h', 'x', zeroblob(512))`,
  );
  expect(column('SELECT seq FROM heart_vector_log ORDER BY seq')).toEqual([1, 2]);
});

test('30 refuses a vector of another length and an edit without its label map', () => {
  heart();
  expect(() => database.exec(`UPDATE heart_embeddings SET vector = x'00'`)).toThrow(/CHECK/);
  expect(() =>
    database.exec(`INSERT INTO heart_edits VALUES ('h', 'other', 0, 0, x'00', '')`),
  ).toThrow(/FOREIGN KEY/);
});
