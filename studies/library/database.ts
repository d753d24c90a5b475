import BetterSqlite3 from 'better-sqlite3';
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
} from 'kysely';
import { asLibraryError } from './failures.ts';
import type { Tables } from './schema.ts';

/**
 * Kysely writes and types the queries, better-sqlite3 runs them at once. Kysely's own SQLite
 * dialect is asynchronous: between two awaits of a transaction another caller's statement could
 * slip onto the one connection. Run synchronously, a transaction is one piece of code.
 */
export const tables = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** How long a statement waits for another process to finish writing. */
const BUSY_TIMEOUT_MS = 10_000;

/** One connection with the library's pragmas and prepared statements. */
export class Database {
  readonly raw: BetterSqlite3.Database;
  readonly #statements = new Map<string, BetterSqlite3.Statement>();

  constructor(file: string, options: { readOnly?: boolean } = {}) {
    const readonly = options.readOnly ?? false;
    this.raw = new BetterSqlite3(file, {
      readonly,
      fileMustExist: readonly,
      timeout: BUSY_TIMEOUT_MS,
    });
    this.raw.pragma('foreign_keys = ON');
    this.raw.pragma('trusted_schema = OFF');
  }

  /** Readers and one writer at once, every commit on the disk. Only for a database that is ours. */
  enableWriting(): void {
    this.raw.pragma('journal_mode = WAL');
    this.raw.pragma('synchronous = FULL');
    this.raw.pragma('journal_size_limit = 67108864');
  }

  all<Row>(query: Compilable<Row>): Row[] {
    const { sql: text, parameters } = query.compile();
    return this.#guarded(() => this.#statement(text).all(...parameters) as Row[]);
  }

  first<Row>(query: Compilable<Row>): Row | undefined {
    const { sql: text, parameters } = query.compile();
    return this.#guarded(() => this.#statement(text).get(...parameters) as Row | undefined);
  }

  /** Runs a change; returns how many rows it touched. */
  change(query: Compilable): number {
    const { sql: text, parameters } = query.compile();
    return this.#guarded(() => this.#statement(text).run(...parameters).changes);
  }

  /** All or nothing; on disk when it returns. A transaction within one joins it. */
  transaction<Result>(work: () => Result): Result {
    if (this.raw.inTransaction) return work();
    return this.#guarded(() => this.raw.transaction(work).immediate());
  }

  /**
   * A change that a power cut may undo: it stays atomic and survives the end of the process, but
   * does not wait for the disk. For progress, never for results.
   */
  changeLightly(query: Compilable): number {
    this.raw.pragma('synchronous = NORMAL');
    try {
      return this.change(query);
    } finally {
      this.raw.pragma('synchronous = FULL');
    }
  }

  close(): void {
    this.#statements.clear();
    this.raw.close();
  }

  #statement(text: string): BetterSqlite3.Statement {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const prepared = this.raw.prepare(text);
    this.#statements.set(text, prepared);
    return prepared;
  }

  #guarded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw asLibraryError(error);
    }
  }
}
