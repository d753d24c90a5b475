import { constants } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DecodePool, LoadedInstance } from '../../../../studies/dicom/decode/pool.ts';
import type { SourceFile } from '../../../../studies/dicom/sources/source.ts';
import { asLibraryError, errorCode } from '../../../../studies/library/failures.ts';
import { sentence, SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { logFailure } from '../../log.ts';

/** A DICOM file copied into the import's own folder, read, hashed and decoded from that copy. */
export interface StagedInstance {
  source: SourceFile;
  stagedPath: string;
  loaded: LoadedInstance;
}

/**
 * Copies first and reads the copy, so that the bytes that are hashed are the bytes that are kept,
 * whatever happens to the original meanwhile.
 */
export async function stageInstance(
  source: SourceFile,
  stagedPath: string,
  pool: Pick<DecodePool, 'load'>,
): Promise<StagedInstance> {
  await copySource(source, stagedPath);
  const loaded = await pool.load(stagedPath, basename(source.name));
  return { source, stagedPath, loaded };
}

export async function copySource(source: SourceFile, stagedPath: string): Promise<void> {
  if (source.path === null) {
    const bytes = await source.bytes();
    await writeFile(stagedPath, bytes, { mode: 0o600 }).catch(rejectAsLibraryError);
    return;
  }
  try {
    await copyFile(source.path, stagedPath, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (isOurs(error)) throw asLibraryError(error);
    throw new SparrowError(
      'sources/unreadable',
      { file: basename(source.name), reason: errorCode(error) || 'unknown' },
      { cause: error },
    );
  }
}

/** Errors that are the library's and not the file's: they end the import. */
const fatal = /^library\/(disk-full|no-access|busy|read-only)$/;

/** The sentence for a file that is left out; the library's own errors are thrown on. */
export function reasonFor(error: unknown, name: string): string {
  if (error instanceof SparrowError) {
    if (fatal.test(error.code)) throw error;
    return error.message;
  }
  // A file that our own code stumbles over must not stop the others.
  logFailure('import', error);
  return sentence('dicom/unreadable', { file: basename(name) });
}

/** A full or read-only disk is the library's trouble, everything else the file's. */
function isOurs(error: unknown): boolean {
  return /^(ENOSPC|EDQUOT|EROFS)$/.test(errorCode(error));
}

function rejectAsLibraryError(error: unknown): never {
  throw asLibraryError(error);
}
