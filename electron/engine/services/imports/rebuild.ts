import { readFile } from 'node:fs/promises';
import { assemble } from '../../../../studies/dicom/assemble/assemble.ts';
import { fillVolume } from '../../../../studies/dicom/assemble/fill.ts';
import { createDecodePool, type DecodePool } from '../../../../studies/dicom/decode/pool.ts';
import type { InstanceHeader } from '../../../../studies/dicom/types.ts';
import { readVolumeFile } from '../../../../studies/formats/read-volume.ts';
import type { KnownInstance, Library } from '../../../../studies/library/library.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { volumeBytes } from '../../../../studies/library/voxel-layout.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { bytesOf, type VoxelGrid } from '../../../../studies/volume/volume.ts';
import { looksLikeVolumeFile } from './volume-files.ts';
import { maxVolumeBytes } from './memory.ts';
import { readKnown } from './known-header.ts';
import { frameKey, frameReferences } from './volume-record.ts';

/**
 * Makes the voxel file of an imported volume again from the library's copies of its files. Throws
 * 'library/voxels-missing' when they no longer give the volume that the record describes.
 */
export async function rebuildVoxels(
  library: Library,
  volumeId: string,
  shared?: DecodePool,
): Promise<void> {
  const record = library.volumes.get(volumeId);
  const grid = await gridFromFiles(library, record, shared);
  const bytes = grid === null ? null : bytesOf(grid.voxels);
  if (bytes === null || bytes.byteLength !== volumeBytes(record)) {
    throw new SparrowError('library/voxels-missing');
  }
  const writer = await library.volumes.rebuild(volumeId);
  try {
    await writer.write(bytes, 0);
    await writer.close();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

async function gridFromFiles(
  library: Library,
  record: VolumeRecord,
  shared: DecodePool | undefined,
): Promise<VoxelGrid | null> {
  const uids = new Set(library.volumes.frames(record.id).map((frame) => frame.sopInstanceUid));
  const inStudy = library.imports.instancesOf(record.studyUid);
  const files = inStudy.filter(({ sopInstanceUid }) => uids.has(sopInstanceUid));
  const [first] = files;
  if (first === undefined) return null;
  if (record.kind !== 'picture' && files.length === 1) {
    const volume = await gridFromVolumeFile(first, inStudy);
    if (volume !== null) return volume;
  }
  const pool = shared ?? createDecodePool();
  try {
    return await gridFromDicom(library, record, files, pool);
  } finally {
    if (shared === undefined) await pool.close();
  }
}

async function gridFromVolumeFile(
  file: KnownInstance,
  inStudy: readonly KnownInstance[],
): Promise<VoxelGrid | null> {
  const bytes = await readFile(file.path);
  if (!looksLikeVolumeFile(bytes) && !/\.nii\.gz$/i.test(file.fileName)) return null;
  const volume = await readVolumeFile({
    name: file.fileName,
    bytes,
    async sibling(baseName) {
      const beside = inStudy.find(({ fileName }) => fileName === baseName);
      return beside === undefined ? null : readFile(beside.path);
    },
  });
  return volume?.grid ?? null;
}

async function gridFromDicom(
  library: Library,
  record: VolumeRecord,
  files: readonly KnownInstance[],
  pool: DecodePool,
): Promise<VoxelGrid | null> {
  const headers = new Map<string, InstanceHeader>();
  for (const file of files) headers.set(file.sopInstanceUid, await readKnown(pool, file));
  const paths = new Map(files.map((file) => [file.sopInstanceUid, file.path]));
  const wanted = frameKey(library.volumes.frames(record.id));
  const volume = assemble([...headers].map(([id, header]) => ({ id, header }))).find(
    (candidate) => frameKey(frameReferences(candidate)) === wanted,
  );
  if (volume === undefined) return null;
  const { grid } = await fillVolume(volume, {
    headers,
    maxBytes: maxVolumeBytes(),
    async decode({ id, frame }) {
      const [decoded] = await pool.decode(paths.get(id) ?? '', '', [frame]);
      if (decoded === undefined) throw new RangeError('a file has fewer frames than it says');
      return decoded;
    },
  });
  return grid;
}
