import { copyFileSync, existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SparrowError } from '../messages/sparrow-error.ts';
import type { Database } from './database.ts';
import { isCorruption } from './failures.ts';
import type { Folders } from './folders.ts';

const DAY_MS = 86_400_000;

/**
 * Reads the whole database and checks its structure. That takes a second a gigabyte, so it runs
 * after a crash and otherwise once a day. Throws 'library/corrupt' with a copy kept.
 */
export function checkIntegrity(database: Database, folders: Folders, afterCrash: boolean): void {
  const stamp = join(folders.root, 'sessions', 'checked');
  if (!afterCrash && isFresh(stamp)) return;
  const findings = database.raw.pragma('quick_check(1)', { simple: true });
  if (findings !== 'ok') throw keepDamaged(folders, null);
  writeFileSync(stamp, '');
  const now = new Date();
  utimesSync(stamp, now, now);
}

/** Runs work on the database; damage found on the way is answered as `checkIntegrity` does. */
export function guardAgainstDamage<Result>(folders: Folders, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (isCorruption(error)) throw keepDamaged(folders, error);
    throw error;
  }
}

/** Copies the database and its log aside, untouched, before anyone tries to mend it. */
function keepDamaged(folders: Folders, cause: unknown): SparrowError {
  const changed = statSync(folders.database).mtime.toISOString().replaceAll(/[:.]/g, '-');
  const copy = join(folders.damaged, `library-${changed}.sqlite`);
  // The same damage, met again at the next start, is kept once.
  if (!existsSync(copy)) {
    mkdirSync(folders.damaged, { recursive: true, mode: 0o700 });
    for (const part of ['', '-wal']) {
      if (existsSync(folders.database + part)) copyFileSync(folders.database + part, copy + part);
    }
  }
  return new SparrowError('library/corrupt', { file: basename(copy) }, { cause });
}

function isFresh(stamp: string): boolean {
  return existsSync(stamp) && Date.now() - statSync(stamp).mtimeMs < DAY_MS;
}
