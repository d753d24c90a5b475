import type { MessageCode } from '../messages/catalogue.ts';
import { SparrowError } from '../messages/sparrow-error.ts';

/** What SQLite's and the file system's error codes mean to a user. */
const meanings: readonly [pattern: RegExp, code: MessageCode][] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'library/disk-full'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'library/busy'],
  [/^SQLITE_READONLY/, 'library/read-only'],
  [/^(SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS)/, 'library/no-access'],
];

/** The error a user may read for a failed write; anything unforeseen passes through unchanged. */
export function asLibraryError(error: unknown): unknown {
  const code = errorCode(error);
  const meaning = meanings.find(([pattern]) => pattern.test(code));
  return meaning === undefined ? error : new SparrowError(meaning[1], {}, { cause: error });
}

/** Damage of the database file itself, as SQLite reports it. */
export function isCorruption(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(errorCode(error));
}

export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : '';
}
