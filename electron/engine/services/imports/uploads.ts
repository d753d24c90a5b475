import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { asLibraryError } from '../../../../studies/library/failures.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';

/** One file; an archive of a large study fits. */
const MAX_UPLOAD_BYTES = 16 * 2 ** 30;
/** Left free on the disk for the library itself. */
const RESERVE_BYTES = 2 ** 30;

/** Files that a browser sends, kept under their relative names until the import reads them. */
export class Uploads {
  readonly #dir: string;
  readonly #maxBytes: number;

  constructor(dir: string, maxBytes: number = MAX_UPLOAD_BYTES) {
    this.#dir = dir;
    this.#maxBytes = maxBytes;
  }

  /** Streams one file to disk; a name that came before is replaced. */
  async receive(name: string, body: ReadableStream<Uint8Array>): Promise<void> {
    const path = join(this.#dir, ...safeParts(name));
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const { bavail, bsize } = await statfs(this.#dir);
      const room = Math.max(0, bavail * bsize - RESERVE_BYTES);
      await pipeline(
        body,
        this.#counter(basename(path), room),
        createWriteStream(path, { mode: 0o600 }),
      );
    } catch (error) {
      await rm(path, { force: true });
      throw asLibraryError(error);
    }
  }

  /** What was sent, for the walk: the top-level names. */
  async paths(): Promise<string[]> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    return (await readdir(this.#dir)).sort().map((name) => join(this.#dir, name));
  }

  #counter(file: string, room: number): Transform {
    const maxBytes = this.#maxBytes;
    let bytes = 0;
    return new Transform({
      transform(chunk: Uint8Array, _encoding, done: TransformCallback) {
        bytes += chunk.byteLength;
        if (bytes > room) done(new SparrowError('library/disk-full'));
        else if (bytes > maxBytes) {
          const limitGib = Number((maxBytes / 2 ** 30).toFixed(1));
          done(new SparrowError('library/upload-too-big', { file, limitGib }));
        } else done(null, chunk);
      },
    });
  }
}

/**
 * A sender's relative name as folders and a file below ours: no way up, no absolute path, no
 * characters or lengths that a file system would refuse.
 */
export function safeParts(name: string): string[] {
  const parts = name
    .split(/[/\\]/)
    // eslint-disable-next-line no-control-regex -- control characters are what must go
    .map((part) => part.replaceAll(/[\u0000-\u001f<>:"|?*]/g, '_').trim())
    .filter((part) => part !== '' && !/^\.+$/.test(part))
    .map((part) => (part.startsWith('.') ? `_${part}` : part).slice(-120));
  return parts.length === 0 ? ['file'] : parts.slice(-12);
}
