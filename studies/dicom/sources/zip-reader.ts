import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

/** How long an unused file stays open. */
const idleMs = 500;

/**
 * Reads ranges of a zip file on disk and closes it whenever it lies idle, so that entries may be
 * read at any time and no caller has to remember to close the archive.
 */
export class IdleFileReader extends RandomAccessReader {
  readonly #path: string;
  #file: Promise<FileHandle> | null = null;
  #busy = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.#path, { start, end: end - 1 });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#read(buffer, offset, length, position).then(
      () => callback(null),
      (error: unknown) => callback(error as Error),
    );
  }

  async #read(buffer: Buffer, offset: number, length: number, position: number): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#busy++;
    try {
      this.#file ??= open(this.#path);
      const file = await this.#file;
      const { bytesRead } = await file.read(buffer, offset, length, position);
      if (bytesRead < length) throw new Error('unexpected end of file');
    } finally {
      this.#busy--;
      if (this.#busy === 0) this.#timer = setTimeout(() => void this.#letGo(), idleMs).unref();
    }
  }

  async #letGo(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.then((handle) => handle.close()).catch(() => undefined);
  }
}
