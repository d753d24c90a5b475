import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './context.ts';
import { tables } from './database.ts';
import type { Library } from './library.ts';

/** Counts of what is in sight, and the bytes of everything in the folder. */
export function libraryStats(context: Context): ReturnType<Library['stats']> {
  const { database, folders } = context;
  const visible = tables.selectFrom('studies').where('hidden_at', 'is', null);
  const studies = database.first(visible.select((eb) => eb.fn.countAll<number>().as('count')));
  const instances = database.first(
    tables
      .selectFrom('instances')
      .where('study_uid', 'in', visible.select('uid'))
      .select((eb) => eb.fn.countAll<number>().as('count')),
  );
  return {
    studies: studies?.count ?? 0,
    instances: instances?.count ?? 0,
    bytes: bytesUnder(folders.root),
  };
}

function bytesUnder(dir: string): number {
  let bytes = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    // Another process may have moved the file since it was listed.
    bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
