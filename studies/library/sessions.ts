import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { SparrowError } from '../messages/sparrow-error.ts';
import { asLibraryError, errorCode } from './failures.ts';

/**
 * Who has the library open. Each holder keeps an exclusive lock on a small file of its own; the
 * operating system drops the lock when the process ends, however it ends. Process numbers would
 * not do: they are used again, and mean nothing in another container.
 */
export interface Session {
  readonly id: string;
  /** Whether the holder of that session still runs. */
  isAlive(id: string): boolean;
  end(): void;
}

/** What the folder of sessions looked like when this one came. */
export interface Arrival {
  session: Session;
  /** No other process has the library open. */
  alone: boolean;
  /** A process ended without closing the library. */
  afterCrash: boolean;
}

const GATE = 'gate';
const GATE_WAIT_MS = 60_000;

/**
 * Enters the library one at a time: `prepare` (migrate, sweep) runs while nobody else can enter.
 * Throws 'library/busy' when another process holds the gate for a minute.
 */
export function enter(libraryDir: string, prepare: (arrival: Arrival) => void): Session {
  const dir = join(libraryDir, 'sessions');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const gate = lock(join(dir, `${GATE}.lock`), GATE_WAIT_MS);
  if (gate === null) throw new SparrowError('library/busy');
  try {
    const others = sessionIds(dir);
    const alive = others.filter((id) => isHeld(lockFile(dir, id)));
    const dead = others.filter((id) => !alive.includes(id));
    const session = begin(dir);
    try {
      prepare({ session, alone: alive.length === 0, afterCrash: dead.length > 0 });
    } catch (error) {
      session.end();
      throw error;
    }
    for (const id of dead) rmSync(lockFile(dir, id), { force: true });
    return session;
  } finally {
    gate.close();
  }
}

function begin(dir: string): Session {
  const id = randomUUID();
  const file = lockFile(dir, id);
  const held = lock(file, 0);
  if (held === null) throw new SparrowError('library/busy');
  return {
    id,
    isAlive: (other) => other === id || isHeld(lockFile(dir, other)),
    end() {
      held.close();
      rmSync(file, { force: true });
    },
  };
}

/** The open lock, or null when someone else holds it. */
function lock(file: string, waitMs: number): BetterSqlite3.Database | null {
  let database: BetterSqlite3.Database | null = null;
  try {
    database = new BetterSqlite3(file, { timeout: waitMs });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (errorCode(error).startsWith('SQLITE_BUSY')) return null;
    throw asLibraryError(error);
  }
}

function isHeld(file: string): boolean {
  if (!existsSync(file)) return false;
  const taken = lock(file, 0);
  taken?.close();
  return taken === null;
}

function sessionIds(dir: string): string[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.lock'))
    .map((name) => name.slice(0, -'.lock'.length))
    .filter((id) => id !== GATE);
}

function lockFile(dir: string, id: string): string {
  return join(dir, `${id}.lock`);
}
