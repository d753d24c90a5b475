import { SparrowError } from '../messages/sparrow-error.ts';
import type { Database } from './database.ts';
import type { Folders } from './folders.ts';
import type { Session } from './sessions.ts';

/** What every part of an open library works with. */
export interface Context {
  readonly database: Database;
  readonly folders: Folders;
  /** Null when the library is open for reading only. */
  readonly session: Session | null;
}

/** This process's session; throws 'library/read-only' without one. */
export function writingSession(context: Context): Session {
  if (context.session === null) throw new SparrowError('library/read-only');
  return context.session;
}

export function notFound(
  what: 'study' | 'volume' | 'projections' | 'result' | 'job' | 'measure' | 'match',
): SparrowError {
  return new SparrowError('library/not-found', { what });
}
