import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SparrowError } from '../messages/sparrow-error.ts';
import type { Database } from './database.ts';
import type { Migration } from './migrations/migration.ts';

/** "SPRW": tells our file from any other SQLite file. */
const APPLICATION_ID = 0x53505257;
const KEPT_BACKUPS = 3;

/** The schema version a database stands at; 0 when it is new. */
export function schemaVersion(database: Database): number {
  return Number(database.raw.pragma('user_version', { simple: true }));
}

/**
 * Refuses what this Sparrow must not touch: someone else's database ('library/not-a-library') or a
 * newer schema ('library/newer-schema').
 */
export function checkOrigin(database: Database, migrations: readonly Migration[]): void {
  const application = Number(database.raw.pragma('application_id', { simple: true }));
  const empty = database.raw.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (application !== APPLICATION_ID && !empty) throw new SparrowError('library/not-a-library');
  const found = schemaVersion(database);
  const known = newest(migrations);
  if (found > known) throw new SparrowError('library/newer-schema', { found, known });
}

export function newest(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/**
 * Brings the schema up to date, each step in one transaction. An existing library is first copied
 * whole into `backupDir`.
 */
export function migrate(
  database: Database,
  migrations: readonly Migration[],
  backupDir: string,
): void {
  const from = schemaVersion(database);
  const steps = migrations.filter((migration) => migration.version > from);
  if (steps.length === 0) return;
  if (from > 0) backUp(database, backupDir, from);
  for (const step of steps) {
    database.transaction(() => {
      database.raw.exec(step.sql);
      const broken = database.raw.pragma('foreign_key_check') as unknown[];
      if (broken.length > 0) throw new Error(`migration ${step.version} breaks foreign keys`);
      database.raw.pragma(`application_id = ${APPLICATION_ID}`);
      database.raw.pragma(`user_version = ${step.version}`);
    });
  }
}

function backUp(database: Database, dir: string, version: number): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const file = join(dir, `library-${time}-schema${version}.sqlite`);
  database.raw.prepare('VACUUM INTO ?').run(file);
  const backups = readdirSync(dir).filter((name) => /^library-.*\.sqlite$/.test(name));
  for (const old of backups.sort().slice(0, -KEPT_BACKUPS)) rmSync(join(dir, old));
}
