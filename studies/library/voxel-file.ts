import { constants, statSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SparrowError } from '../messages/sparrow-error.ts';
import { syncFolder } from './durable-files.ts';
import { asLibraryError, errorCode } from './failures.ts';
import type { RebuildWriter, VoxelWriter } from './library.ts';
import type { SliceRun } from './voxel-layout.ts';

/** A voxel file being written; on the disk when `close` resolves. */
export async function createVoxelFile(path: string): Promise<VoxelWriter> {
  const file = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR, 0o600);
  return {
    async write(bytes, offset) {
      try {
        for (let done = 0; done < bytes.byteLength;) {
          const { bytesWritten } = await file.write(bytes, done, undefined, offset + done);
          done += bytesWritten;
        }
      } catch (error) {
        throw asLibraryError(error);
      }
    },
    async close() {
      try {
        await file.datasync();
      } catch (error) {
        throw asLibraryError(error);
      } finally {
        await file.close();
      }
    },
  };
}

/** A voxel file that takes its place when closed, and leaves no trace when abandoned. */
export async function replaceVoxelFile(path: string, staging: string): Promise<RebuildWriter> {
  const writer = await createVoxelFile(staging);
  return {
    write: (bytes, offset) => writer.write(bytes, offset),
    async close() {
      await writer.close();
      await rename(staging, path);
      await syncFolder(dirname(path));
    },
    async abandon() {
      await writer.close().catch(() => undefined);
      await rm(staging, { force: true });
    },
  };
}

/** Reads slices at their offsets; throws 'library/voxels-missing' when the file is not whole. */
export async function readVoxelFile(
  path: string,
  runs: readonly SliceRun[],
  bytesPerSlice: number,
  wholeBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const total = runs.reduce((sum, run) => sum + run.to - run.from, 0) * bytesPerSlice;
  const file = await openWhole(path, wholeBytes);
  try {
    const target = new Uint8Array(total);
    let filled = 0;
    for (const run of runs) {
      const length = (run.to - run.from) * bytesPerSlice;
      await readFully(file, target.subarray(filled, filled + length), run.from * bytesPerSlice);
      filled += length;
    }
    return target;
  } finally {
    await file.close();
  }
}

/** Whether the file is there with every byte. */
export function isWhole(path: string, wholeBytes: number): boolean {
  return statSync(path, { throwIfNoEntry: false })?.size === wholeBytes;
}

async function openWhole(path: string, wholeBytes: number): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).size === wholeBytes) return file;
    await file.close();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw asLibraryError(error);
  }
  throw new SparrowError('library/voxels-missing');
}

async function readFully(file: FileHandle, target: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < target.byteLength;) {
    const { bytesRead } = await file.read(target, done, target.byteLength - done, position + done);
    if (bytesRead === 0) throw new SparrowError('library/voxels-missing');
    done += bytesRead;
  }
}
