import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writingSession, type Context } from './context.ts';
import { moveInPlace, syncFile } from './durable-files.ts';
import { asLibraryError } from './failures.ts';
import { instancePath, lineIntegralsPath, voxelPath } from './folders.ts';
import { insertBatch } from './import-rows.ts';
import type { ImportBatch, PendingImport } from './library.ts';
import { createVoxelFile } from './voxel-file.ts';

/** Starts an import in a private folder of this session, on the library's own disk. */
export function beginImport(context: Context): PendingImport {
  const { folders } = context;
  const dir = join(folders.staging, writingSession(context).id, randomUUID());
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  let staged = 0;

  const stagedVoxels = (id: string) => join(dir, `${id}.raw`);

  async function moveFiles(batch: ImportBatch): Promise<void> {
    const fresh = [...batch.instances, ...batch.restoredFiles].filter(
      ({ sha256 }) => !existsSync(instancePath(folders, sha256)),
    );
    await Promise.all(fresh.map(({ stagedPath }) => syncFile(stagedPath)));
    const files = fresh.map(({ stagedPath, sha256 }) => ({
      from: stagedPath,
      to: instancePath(folders, sha256),
    }));
    const volumes = batch.volumes.map(({ record }) => ({
      from: stagedVoxels(record.id),
      to: voxelPath(folders, record.id),
    }));
    await moveInPlace(files, folders.files);
    await moveInPlace(volumes, folders.volumes);
    const scans = batch.projections.map(({ record }) => ({
      from: stagedVoxels(record.id),
      to: lineIntegralsPath(folders, record.id),
    }));
    await moveInPlace(scans, folders.projections);
  }

  return {
    dir,
    stagingPath: () => join(dir, `file-${staged++}`),
    voxels: (volumeId) => createVoxelFile(stagedVoxels(volumeId)),
    lineIntegrals: (projectionsId) => createVoxelFile(stagedVoxels(projectionsId)),
    async commit(batch) {
      try {
        await moveFiles(batch);
        const unused = insertBatch(context.database, batch);
        await Promise.all(unused.map((id) => rm(voxelPath(folders, id), { force: true })));
      } catch (error) {
        // File copies stay for the next sweep: another import may just have claimed the same ones.
        const written = [
          ...batch.volumes.map(({ record }) => voxelPath(folders, record.id)),
          ...batch.projections.map(({ record }) => lineIntegralsPath(folders, record.id)),
        ];
        await Promise.all(written.map((path) => rm(path, { force: true })));
        throw asLibraryError(error);
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
    async abandon() {
      await rm(dir, { recursive: true, force: true });
    },
  };
}
