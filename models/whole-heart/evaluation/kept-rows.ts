import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Finished pieces of the evaluation, one JSON line each. Processes that share the work write a file
 * each and read those of all, so an interruption loses at most the piece under way.
 */
export class KeptRows {
  readonly #file: string;
  readonly #found: Map<string, unknown>;

  private constructor(file: string, found: Map<string, unknown>) {
    this.#file = file;
    this.#found = found;
  }

  /** @param writer names this process's file */
  static async open(dir: string, writer: string): Promise<KeptRows> {
    await mkdir(dir, { recursive: true });
    const found = new Map<string, unknown>();
    for (const name of (await readdir(dir)).filter((each) => each.endsWith('.jsonl'))) {
      for (const line of (await readFile(join(dir, name), 'utf8')).split('\n')) {
        try {
          const { key, value } = JSON.parse(line) as { key: string; value: unknown };
          found.set(key, value);
        } catch {
          // The last line of an interrupted run may be half-written.
        }
      }
    }
    return new KeptRows(join(dir, `${writer}.jsonl`), found);
  }

  get(key: string): unknown {
    return this.#found.get(key);
  }

  /** The kept value of a key, or the one that `make` gives, kept from now on. */
  async once<T>(key: string, make: () => Promise<T>): Promise<T> {
    if (this.#found.has(key)) return this.#found.get(key) as T;
    const value = await make();
    this.#found.set(key, value);
    await appendFile(this.#file, `${JSON.stringify({ key, value })}\n`);
    return value;
  }
}
