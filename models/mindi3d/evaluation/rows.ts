import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Measures } from './measures.ts';

/** One line of the table: a method on a case at a view count. */
export interface Row extends Measures {
  readonly set: 'real' | 'phantom';
  readonly views: number;
  readonly method: string;
  readonly case: string;
  /** PSNR above that of the sparse FDK. */
  readonly gainDb: number;
  /** PSNR to the scanned object itself. */
  readonly psnrTruthDb: number;
  /** Of the measured line integrals: of the volume, and of the dense FDK. */
  readonly residualPercent: number;
  readonly denseResidualPercent: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly weights: string;
}

/**
 * Finished pieces of the evaluation, one JSON line each in a file, so that an interruption loses at
 * most the piece under way. A key is never computed twice.
 */
export class Ledger {
  readonly #file: string;
  readonly #found: Map<string, unknown>;

  private constructor(file: string, found: Map<string, unknown>) {
    this.#file = file;
    this.#found = found;
  }

  static async open(file: string): Promise<Ledger> {
    await mkdir(dirname(file), { recursive: true });
    const text = await readFile(file, 'utf8').catch(() => '');
    const found = new Map<string, unknown>();
    for (const line of text.split('\n')) {
      try {
        const { key, value } = JSON.parse(line) as { key: string; value: unknown };
        found.set(key, value);
      } catch {
        // The last line of an interrupted run may be half-written.
      }
    }
    return new Ledger(file, found);
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
