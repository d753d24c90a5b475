import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';

/** A file that is there whole or not at all. Throws `engine/cannot-write`. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(part, bytes);
    await rename(part, file);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new SparrowError('engine/cannot-write', { file: basename(file) }, { cause });
  }
}
