import { createDecodePool, type DecodePool } from '../../../../studies/dicom/decode/pool.ts';

/** How long idle workers are kept: the next import then starts at once. */
const IDLE_MS = 60_000;

/** One decode pool for all imports of an engine, started at the first and ended when idle. */
export class IdlePool {
  #pool: DecodePool | null = null;
  #users = 0;
  #timer: NodeJS.Timeout | null = null;

  async use<Result>(work: (pool: DecodePool) => Promise<Result>): Promise<Result> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#pool ??= createDecodePool();
    this.#users++;
    try {
      return await work(this.#pool);
    } finally {
      this.#users--;
      if (this.#users === 0) this.#timer = setTimeout(() => this.#end(), IDLE_MS).unref();
    }
  }

  #end(): void {
    const pool = this.#pool;
    this.#pool = null;
    void pool?.close();
  }
}
