import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Database } from './database.ts';
import { migrate, schemaVersion } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { temporaryFolder } from './testing/entries.ts';

let folder: ReturnType<typeof temporaryFolder>;
let database: Database;
beforeEach(() => {
  folder = temporaryFolder();
  database = new Database(join(folder.dir, 'library.sqlite'));
  database.enableWriting();
});
afterEach(() => {
  database.close();
  folder.remove();
});

const next = (version: number, sql: string) => [...migrations, { version, sql }];

test('versions grow', () => {
  const versions = migrations.map((migration) => migration.version);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
});

test('a new library is brought up without a backup', () => {
  migrate(database, migrations, join(folder.dir, 'backups'));
  expect(schemaVersion(database)).toBe(migrations.at(-1)?.version);
  expect(readdirSync(folder.dir)).not.toContain('backups');
});

test('an existing library is copied whole before it is migrated', () => {
  const backups = join(folder.dir, 'backups');
  migrate(database, migrations, backups);
  database.raw.exec(`INSERT INTO settings VALUES ('theme', '"dark"')`);
  migrate(database, next(20_000, 'DROP TABLE settings'), backups);
  expect(schemaVersion(database)).toBe(20_000);
  const [name] = readdirSync(backups);
  const copy = new BetterSqlite3(join(backups, name ?? ''));
  expect(copy.prepare('SELECT value FROM settings').pluck().get()).toBe('"dark"');
  copy.close();
});

test('a migration that fails leaves the schema before it', () => {
  const backups = join(folder.dir, 'backups');
  migrate(database, migrations, backups);
  const before = schemaVersion(database);
  const broken = next(20_000, 'CREATE TABLE half (a); SELECT * FROM absent;');
  expect(() => migrate(database, broken, backups)).toThrow(/absent/);
  expect(schemaVersion(database)).toBe(before);
  const half = database.raw.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'half'`).get();
  expect(half).toBeUndefined();
});

test('a migration that breaks a link between rows is refused', () => {
  const backups = join(folder.dir, 'backups');
  migrate(database, migrations, backups);
  const orphan = `PRAGMA defer_foreign_keys = ON;
    INSERT INTO series VALUES ('1', '2', 'CT', NULL, '')`;
  expect(() => migrate(database, next(20_000, orphan), backups)).toThrow(/foreign keys/);
});
