import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { SparrowError } from '../../messages/sparrow-error.ts';

/** Largest file read at once; past it a typed array's index is the limit, not the disk. */
const maxFileBytes = 4 * 2 ** 30;

/**
 * A file's bytes in a buffer of their own: a pooled Buffer could neither be viewed as 16-bit
 * samples nor handed to another thread. Throws dicom/unreadable and dicom/too-large.
 */
export function readFileBytes(path: string, fileName: string): Uint8Array<ArrayBuffer> {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw new SparrowError('dicom/unreadable', { file: fileName }, { cause: error });
  }
  try {
    const { size } = fstatSync(descriptor);
    if (size > maxFileBytes) throw new SparrowError('dicom/too-large', { file: fileName });
    const bytes = new Uint8Array(size);
    let at = 0;
    while (at < size) {
      const read = readSync(descriptor, bytes, at, Math.min(size - at, 2 ** 30), at);
      if (read === 0) break;
      at += read;
    }
    return at === size ? bytes : bytes.slice(0, at);
  } catch (error) {
    if (error instanceof SparrowError) throw error;
    throw new SparrowError('dicom/unreadable', { file: fileName }, { cause: error });
  } finally {
    closeSync(descriptor);
  }
}
