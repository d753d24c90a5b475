import { stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import {
  fromBufferPromise,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  validateFileName,
  type Entry,
  type ZipFile,
} from 'yauzl';
import { sentence, SparrowError, type MessageParams } from '../../messages/sparrow-error.ts';
import type { MessageCode } from '../../messages/catalogue.ts';
import { gunzip } from './gunzip.ts';
import { isDicomdir, isHidden, keepsGzip } from './names.ts';
import type { RefusedSource, SourceFile, WalkItem, WalkLimits } from './source.ts';
import { IdleFileReader } from './zip-reader.ts';

const options = { autoClose: false, lazyEntries: true, decodeStrings: false } as const;

/**
 * Files of a zip archive on disk, and of zips one level inside it. Unsafe names, encryption and
 * archives that would unpack to absurd sizes are refused by the archive's own directory, before
 * anything is unpacked; sizes and checksums are checked again while unpacking.
 */
export async function* walkZip(
  path: string,
  name: string,
  limits: WalkLimits,
): AsyncGenerator<WalkItem, void, undefined> {
  let zip: ZipFile;
  let packedBytes: number;
  try {
    packedBytes = (await stat(path)).size;
    zip = await fromRandomAccessReaderPromise(new IdleFileReader(path), packedBytes, options);
  } catch (error) {
    yield refuse(name, 'sources/bad-archive', { reason: (error as Error).message });
    return;
  }
  yield* walkEntries({ zip, name, packedBytes, nested: false, limits });
}

interface Archive {
  readonly zip: ZipFile;
  readonly name: string;
  readonly packedBytes: number;
  readonly nested: boolean;
  readonly limits: WalkLimits;
}

interface NamedEntry {
  readonly entry: Entry;
  readonly entryName: string;
}

async function* walkEntries(archive: Archive): AsyncGenerator<WalkItem, void, undefined> {
  const { zip, name, limits } = archive;
  const files: NamedEntry[] = [];
  const refused: RefusedSource[] = [];
  try {
    if (zip.entryCount > limits.maxEntries) {
      yield refuse(name, 'sources/archive-bomb', { detail: `${zip.entryCount} files` });
      return;
    }
    for await (const entry of zip.eachEntry()) {
      const named = nameEntry(entry);
      if (named === 'unsafe') refused.push(refuse(name, 'sources/unsafe-name', {}));
      else if (named !== null) files.push(named);
    }
  } catch (error) {
    refused.push(refuse(name, 'sources/bad-archive', { reason: (error as Error).message }));
  }
  const bomb = archiveTooLarge(archive, files);
  if (bomb !== null) {
    yield refuse(name, 'sources/archive-bomb', { detail: bomb });
    return;
  }
  yield* refused.slice(0, 1);
  if (files.some(({ entry }) => entry.isEncrypted())) yield refuse(name, 'sources/encrypted', {});
  const byName = new Map(files.map((file) => [file.entryName, file]));
  for (const file of files) {
    if (!file.entry.isEncrypted()) yield* walkEntry(archive, file, byName);
  }
}

/** The entry's safe name; null for folders, hidden files and DICOMDIR. */
function nameEntry(entry: Entry): NamedEntry | 'unsafe' | null {
  const raw = getFileNameLowLevel(
    entry.generalPurposeBitFlag,
    entry.fileNameRaw,
    entry.extraFields,
    false,
  );
  const entryName = raw.replaceAll('\\', '/');
  const parts = entryName.split('/');
  const unsafe =
    validateFileName(entryName) !== null ||
    entryName.includes('\0') ||
    /^[a-z]:/i.test(entryName) ||
    parts.includes('..');
  if (unsafe) return 'unsafe';
  if (entryName.endsWith('/') || parts.some(isHidden)) return null;
  return isDicomdir(parts.at(-1)!) ? null : { entry, entryName };
}

/** Why an archive must not be unpacked, from its directory alone; null when it may. */
function archiveTooLarge(archive: Archive, files: readonly NamedEntry[]): string | null {
  const { limits, packedBytes } = archive;
  const total = files.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
  if (total > limits.maxArchiveBytes) return `${Math.round(total / 2 ** 30)} GB`;
  const ratio = total / Math.max(1, packedBytes);
  if (total > limits.ratioFloorBytes && ratio > limits.maxRatio) {
    return `${Math.round(ratio)} times its size`;
  }
  return null;
}

async function* walkEntry(
  archive: Archive,
  file: NamedEntry,
  byName: ReadonlyMap<string, NamedEntry>,
): AsyncGenerator<WalkItem, void, undefined> {
  const { entry, entryName } = file;
  const { limits } = archive;
  const name = `${archive.name}/${entryName}`;
  const size = entry.uncompressedSize;
  const ratio = size / Math.max(1, entry.compressedSize);
  if (size > limits.maxFileBytes || (size > limits.ratioFloorBytes && ratio > limits.maxRatio)) {
    yield refuse(name, 'sources/archive-bomb', { detail: `${Math.round(size / 2 ** 20)} MB` });
    return;
  }
  if (!entry.canDecodeFileData()) {
    yield refuse(name, 'sources/bad-archive', {
      reason: `compression method ${entry.compressionMethod}`,
    });
    return;
  }
  if (/\.zip$/i.test(entryName)) {
    yield* walkNested(archive, file, name);
    return;
  }
  const packed = /\.gz$/i.test(entryName) && !keepsGzip(entryName);
  const source: SourceFile = {
    name,
    path: null,
    size: packed ? null : size,
    bytes: async () => {
      const bytes = await unpack(archive, file, name);
      return packed ? gunzip(bytes, baseName(name), limits) : bytes;
    },
    sibling: async (other) => {
      const folder = entryName.slice(0, entryName.lastIndexOf('/') + 1);
      const found = byName.get(folder + other);
      if (!found || found.entry.isEncrypted()) return null;
      return unpack(archive, found, `${archive.name}/${found.entryName}`).catch(() => null);
    },
  };
  yield source;
}

async function* walkNested(
  archive: Archive,
  file: NamedEntry,
  name: string,
): AsyncGenerator<WalkItem, void, undefined> {
  if (archive.nested) {
    yield refuse(name, 'sources/nested-archive', {});
    return;
  }
  let inner: Archive;
  try {
    const bytes = await unpack(archive, file, name);
    const zip = await fromBufferPromise(bytes, options);
    inner = { zip, name, packedBytes: bytes.length, nested: true, limits: archive.limits };
  } catch (error) {
    if (error instanceof SparrowError) yield { name, refused: error.message };
    else yield refuse(name, 'sources/bad-archive', { reason: (error as Error).message });
    return;
  }
  yield* walkEntries(inner);
}

/** One entry's bytes; the directory's size and checksum must hold. */
async function unpack(archive: Archive, file: NamedEntry, name: string): Promise<Buffer> {
  const { entry } = file;
  const bytes = Buffer.allocUnsafe(entry.uncompressedSize);
  let at = 0;
  try {
    const stream = await archive.zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (at + chunk.length > bytes.length) throw new Error('more data than announced');
      at += chunk.copy(bytes, at);
    }
    if (at !== bytes.length) throw new Error('fewer data than announced');
    if (crc32(bytes) !== entry.crc32) throw new Error('checksum does not match');
  } catch (error) {
    const params = { file: baseName(name), reason: (error as Error).message };
    throw new SparrowError('sources/bad-archive', params, { cause: error });
  }
  return bytes;
}

const baseName = (name: string) => name.slice(name.lastIndexOf('/') + 1);

function refuse(name: string, code: MessageCode, params: MessageParams): RefusedSource {
  return { name, refused: sentence(code, { file: baseName(name), ...params }) };
}
