import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { SparrowError } from '../../messages/sparrow-error.ts';
import type { ProjectionFile } from './projection-scan.ts';

/** Parts of a file, so that a stack of gigabytes need not be in memory at once. */
export interface ByteRanges {
  readonly size: number;
  /** `length` bytes from `from`; fewer at the end of the file. */
  read(from: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Reads from disk where the file lies there as it is, else from its unpacked content. */
export async function openRanges(file: ProjectionFile): Promise<ByteRanges> {
  if (file.path === null) return rangesOf(await file.bytes());
  const handle = await open(file.path).catch((error: unknown) => {
    throw new SparrowError('dicom/unreadable', { file: basename(file.name) }, { cause: error });
  });
  const { size } = await handle.stat();
  return {
    size,
    read: async (from, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - from)));
      let at = 0;
      while (at < bytes.length) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return bytes.subarray(0, at);
    },
    close: () => handle.close(),
  };
}

/** Ranges of bytes already in memory; they share it. */
export function rangesOf(bytes: Uint8Array): ByteRanges {
  return {
    size: bytes.length,
    read: (from, length) => Promise.resolve(bytes.subarray(from, from + length)),
    close: () => Promise.resolve(),
  };
}
