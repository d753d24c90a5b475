import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Waits until a file's content is on the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Waits until a folder's entries (renames, new names) are on the disk. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders; NTFS journals renames by itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Moves synced files to their places and waits until the moves are on the disk too. Copies with the
 * same content hash replace one another, which changes nothing.
 */
export async function moveInPlace(
  moves: readonly { from: string; to: string }[],
  syncedParent: string,
): Promise<void> {
  const folders = new Set(moves.map((move) => dirname(move.to)));
  await Promise.all([...folders].map((dir) => mkdir(dir, { recursive: true, mode: 0o700 })));
  await Promise.all(moves.map((move) => rename(move.from, move.to)));
  await Promise.all([...folders, syncedParent].map(syncFolder));
}

/** Replaces a file's content so that a reader, or a crash, sees the old or the new, never a part. */
export async function replaceFile(path: string, staging: string, bytes: Uint8Array): Promise<void> {
  try {
    const file = await open(staging, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(staging, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(staging, { force: true });
    throw error;
  }
}
