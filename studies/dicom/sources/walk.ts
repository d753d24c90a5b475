import type { Stats } from 'node:fs';
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sentence, SparrowError } from '../../messages/sparrow-error.ts';
import { gunzip } from './gunzip.ts';
import { isDicomdir, isHidden, keepsGzip } from './names.ts';
import { defaultLimits, type RefusedSource, type WalkItem, type WalkLimits } from './source.ts';
import { walkZip } from './zip.ts';

/**
 * Every file under the given paths, in name order: folders recursively (hidden entries passed over,
 * links followed once), zip archives and zips one level inside them, single gzip files unpacked.
 * A DICOMDIR is passed over, since the files it lists are walked anyway; given by itself it stands
 * for its folder. Nothing is written. What is refused comes as an item with its sentence, and the
 * rest goes on.
 */
export async function* walk(
  paths: readonly string[],
  limits: WalkLimits = defaultLimits,
): AsyncGenerator<WalkItem, void, undefined> {
  const seen = new Set<string>();
  for (const path of paths) {
    const start = isDicomdir(basename(path)) ? dirname(path) : path;
    yield* walkPath(start, basename(start), seen, limits);
  }
}

async function* walkPath(
  path: string,
  name: string,
  seen: Set<string>,
  limits: WalkLimits,
): AsyncGenerator<WalkItem, void, undefined> {
  let stats: Stats;
  try {
    const real = await realpath(path);
    if (seen.has(real)) return;
    seen.add(real);
    stats = await stat(real);
    if (stats.isDirectory()) {
      const entries = (await readdir(path)).filter((entry) => !isHidden(entry)).sort();
      for (const entry of entries) {
        yield* walkPath(join(path, entry), `${name}/${entry}`, seen, limits);
      }
      return;
    }
  } catch (error) {
    yield unreadable(name, error);
    return;
  }
  if (!stats.isFile() || isDicomdir(basename(path))) return;
  yield* walkFile(path, name, stats.size, limits);
}

async function* walkFile(
  path: string,
  name: string,
  size: number,
  limits: WalkLimits,
): AsyncGenerator<WalkItem, void, undefined> {
  let head: Uint8Array;
  try {
    head = await firstBytes(path);
  } catch (error) {
    yield unreadable(name, error);
    return;
  }
  if (isZip(head)) {
    yield* walkZip(path, name, limits);
    return;
  }
  const read = () =>
    readFile(path).catch((error: unknown) => Promise.reject(readError(name, error)));
  const packed = isGzip(head) && !keepsGzip(name);
  yield {
    name,
    path: packed ? null : path,
    size: packed ? null : size,
    bytes: packed ? async () => gunzip(await read(), basename(name), limits) : read,
    sibling: (baseName) => siblingOnDisk(path, baseName),
  };
}

async function siblingOnDisk(path: string, baseName: string): Promise<Uint8Array | null> {
  if (basename(baseName) !== baseName || isHidden(baseName)) return null;
  return readFile(join(dirname(path), baseName)).catch(() => null);
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const head = new Uint8Array(4);
    const { bytesRead } = await file.read(head, 0, 4, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Local file header, or the end record of an empty archive. */
const isZip = (head: Uint8Array) =>
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  (head[2] === 3 || head[2] === 5) &&
  head[3] === head[2] + 1;

const isGzip = (head: Uint8Array) => head[0] === 0x1f && head[1] === 0x8b;

function readError(name: string, error: unknown): SparrowError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const file = basename(name);
  if (code === 'ENOENT') return new SparrowError('sources/not-found', { file }, { cause: error });
  return new SparrowError('sources/unreadable', { file, reason: code }, { cause: error });
}

function unreadable(name: string, error: unknown): RefusedSource {
  const { code, params } = readError(name, error);
  return { name, refused: sentence(code, params) };
}
