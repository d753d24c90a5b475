import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { first } from './0010-first.ts';

test('10 makes every table on an empty database', () => {
  const database = new BetterSqlite3(':memory:');
  database.exec(first.sql);
  const names = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all();
  expect(names).toEqual([
    'instances',
    'jobs',
    'measures',
    'patients',
    'result_slabs',
    'results',
    'series',
    'settings',
    'studies',
    'thumbnails',
    'volume_frames',
    'volumes',
  ]);
  expect(database.pragma('foreign_key_check')).toEqual([]);
  database.close();
});

test('10 refuses rows of the wrong type and rows without their owner', () => {
  const database = new BetterSqlite3(':memory:');
  database.pragma('foreign_keys = ON');
  database.exec(first.sql);
  expect(() => database.exec(`INSERT INTO settings VALUES ('a', x'00')`)).toThrow(/BLOB/);
  expect(() => database.exec(`INSERT INTO series VALUES ('1', '2', 'CT', 1, '')`)).toThrow(
    /FOREIGN KEY/,
  );
  database.close();
});
