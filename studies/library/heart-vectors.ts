import type BetterSqlite3 from 'better-sqlite3';
import type { Database } from './database.ts';
import { loadVectorExtension } from './vector-extension.ts';

/** Numbers in a heart's vector. */
export const embeddingLength = 128;
const vectorBytes = embeddingLength * 4;
/** sqlite-vec answers no more than this at once. */
const mostNeighbours = 4096;

/** A vector by the number it has in `heart_embeddings`. */
export interface Candidate {
  seq: number;
  /** Dot product of unit vectors. */
  cosine: number;
}

/**
 * The search over hearts' vectors. With sqlite-vec a virtual table keeps them in blocks (exact, all
 * are compared); without it, or while it lags behind in a library open for reading only, every row is
 * read and multiplied here, which is also what the tests hold the table against.
 */
export class HeartVectors {
  readonly #database: BetterSqlite3.Database;
  readonly #loaded: boolean;

  constructor({ raw }: Database) {
    this.#database = raw;
    this.#loaded = loadVectorExtension(raw);
    if (this.#loaded && !raw.readonly) this.#makeTable();
  }

  get indexed(): boolean {
    return this.#loaded && this.#tableExists();
  }

  /** Brings the table up to date with what this and other processes changed. */
  sync(): void {
    if (!this.#loaded || this.#database.readonly || !this.#lags()) return;
    const write = this.#database.transaction(() => {
      const log = this.#database.prepare<[], number>('SELECT seq FROM heart_vector_log').pluck();
      for (const seq of log.all()) this.#follow(seq);
      this.#database.exec('DELETE FROM heart_vector_log');
    });
    if (this.#database.inTransaction) write();
    else write.immediate();
  }

  /** The heart's vector, in place of an earlier one; part of the caller's transaction. */
  put(heartId: string, weightsSha256: string, vector: readonly number[]): void {
    this.#database.prepare('DELETE FROM heart_embeddings WHERE heart_id = ?').run(heartId);
    this.#database
      .prepare('INSERT INTO heart_embeddings (heart_id, weights_sha256, vector) VALUES (?, ?, ?)')
      .run(heartId, weightsSha256, bytesOf(vector));
    this.sync();
  }

  /**
   * At least the `least` nearest vectors of those weights, nearest first; null when the table cannot
   * tell (it is not there, lags behind, or gives no more at once).
   */
  nearest(weightsSha256: string, vector: Float32Array, least: number): Candidate[] | null {
    if (!this.indexed || least > mostNeighbours) return null;
    this.sync();
    if (this.#lags()) return null;
    const rows = this.#database
      .prepare<[Uint8Array, number, string], { seq: number; distance: number }>(
        `SELECT rowid AS seq, distance FROM heart_vectors
         WHERE vector MATCH ? AND k = ? AND weights_sha256 = ?`,
      )
      .all(bytesOf(vector), least, weightsSha256);
    // Of unit vectors: |a - b|^2 = 2 (1 - a . b).
    return rows.map(({ seq, distance }) => ({ seq, cosine: 1 - (distance * distance) / 2 }));
  }

  /** Every vector of those weights, nearest first. */
  all(weightsSha256: string, vector: Float32Array): Candidate[] {
    const rows = this.#database
      .prepare<[string], [number, Uint8Array]>(
        'SELECT seq, vector FROM heart_embeddings WHERE weights_sha256 = ?',
      )
      .raw();
    const candidates: Candidate[] = [];
    for (const [seq, bytes] of rows.iterate(weightsSha256)) {
      candidates.push({ seq, cosine: dot(vector, vectorOf(bytes)) });
    }
    return candidates.sort((a, b) => b.cosine - a.cosine || a.seq - b.seq);
  }

  #makeTable(): void {
    if (this.#tableExists()) return;
    this.#database
      .transaction(() => {
        this.#database.exec(
          `CREATE VIRTUAL TABLE IF NOT EXISTS heart_vectors USING vec0(
           weights_sha256 TEXT PARTITION KEY, vector FLOAT[${embeddingLength}])`,
        );
        this.#database.exec(
          'INSERT OR IGNORE INTO heart_vector_log SELECT seq FROM heart_embeddings',
        );
      })
      .immediate();
  }

  #tableExists(): boolean {
    const found = this.#database.prepare(
      `SELECT 1 FROM sqlite_schema WHERE name = 'heart_vectors'`,
    );
    return found.get() !== undefined;
  }

  #lags(): boolean {
    return this.#database.prepare('SELECT 1 FROM heart_vector_log LIMIT 1').get() !== undefined;
  }

  /** Numbers are never used twice, so a vector is either there, unchanged, or gone for good. */
  #follow(seq: number): void {
    // The extension takes whole numbers only as such, and JavaScript's numbers are not.
    const key = BigInt(seq);
    this.#database.prepare('DELETE FROM heart_vectors WHERE rowid = ?').run(key);
    this.#database
      .prepare(
        `INSERT INTO heart_vectors (rowid, weights_sha256, vector)
         SELECT seq, weights_sha256, vector FROM heart_embeddings WHERE seq = ?`,
      )
      .run(key);
  }
}

function bytesOf(vector: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(vector).buffer);
}

/** A stored vector; a copy, since rows of SQLite lie at any address. */
export function vectorOf(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const copy = new Uint8Array(vectorBytes);
  copy.set(bytes.subarray(0, vectorBytes));
  return new Float32Array(copy.buffer);
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let n = 0; n < embeddingLength; n++) sum += a[n]! * b[n]!;
  return sum;
}
