import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tables, type Database } from './database.ts';
import type { Folders } from './folders.ts';
import type { Session } from './sessions.ts';

/** Removes what interrupted imports left behind: staging folders whose session is gone. */
export function sweepStaging(folders: Folders, session: Session): void {
  for (const id of readdirSync(folders.staging)) {
    if (!session.isAlive(id)) rmSync(join(folders.staging, id), { recursive: true, force: true });
  }
}

/**
 * Removes files that no row speaks of. Files move in place before their rows commit, so this is
 * only safe while no other process has the library open.
 */
export function sweepOrphans(folders: Folders, database: Database): void {
  const hashes = database.all(tables.selectFrom('instances').select('sha256 as name'));
  const known = nameSet(hashes);
  for (const prefix of readdirSync(folders.files)) {
    removeUnknown(join(folders.files, prefix), (name) => known.has(name));
  }
  const imported = nameSet(
    database.all(tables.selectFrom('volumes').select('id as name').where('result_id', 'is', null)),
  );
  removeUnknown(folders.volumes, (name) => imported.has(name.replace(/\.raw$/, '')));
  const scans = nameSet(database.all(tables.selectFrom('projections').select('id as name')));
  removeUnknown(folders.projections, (name) => scans.has(name.replace(/\.raw$/, '')));
  const unfinished = nameSet(
    database.all(
      tables.selectFrom('jobs').select('id as name').where('state', 'in', ['queued', 'running']),
    ),
  );
  removeUnknown(folders.checkpoints, (name) => unfinished.has(name));
}

function nameSet(rows: readonly { name: string }[]): Set<string> {
  return new Set(rows.map((row) => row.name));
}

function removeUnknown(dir: string, isKnown: (name: string) => boolean): void {
  if (!existsSync(dir)) return;
  for (const name of readdirSync(dir)) {
    if (!isKnown(name)) rmSync(join(dir, name), { recursive: true, force: true });
  }
}
