import { rm } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { notFound, writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import { moveInPlace } from './durable-files.ts';
import { asLibraryError } from './failures.ts';
import { lineIntegralsPath, voxelPath, type Folders } from './folders.ts';
import type { NewScan, ProjectionsStore } from './library.ts';
import { readSinogram, readViews } from './line-integrals.ts';
import { rowToProjections } from './projections-rows.ts';
import type { ProjectionsRecord } from './records.ts';
import { scanContent } from './scan-content.ts';
import { insertScan } from './scan-rows.ts';
import { createVoxelFile } from './voxel-file.ts';

export function createProjections(context: Context): ProjectionsStore {
  const { database, folders } = context;

  function get(id: string): ProjectionsRecord {
    const row = database.first(visibleProjections().where('projections.id', '=', id));
    if (row === undefined) throw notFound('projections');
    return rowToProjections(row);
  }

  function setHidden(id: string, hiddenAt: string | null): void {
    writingSession(context);
    const changed = database.change(
      tables.updateTable('projections').set({ hidden_at: hiddenAt }).where('id', '=', id),
    );
    if (changed === 0) throw notFound('projections');
  }

  return {
    get,
    list(filter = {}) {
      let query = visibleProjections().orderBy(sql`projections.rowid`);
      if (filter.studyUid !== undefined) {
        query = query.where('projections.study_uid', '=', filter.studyUid);
      }
      return database.all(query).map(rowToProjections);
    },
    findSame(scan) {
      const rows = database.all(
        tables.selectFrom('projections').selectAll().where('sha256', '=', scan.sha256),
      );
      const wanted = scanContent(scan);
      return rows.map(rowToProjections).find((one) => scanContent(one) === wanted) ?? null;
    },
    readViews: async (id, views) => readViews(lineIntegralsPath(folders, id), get(id), views),
    readSinogram: async (id, row) => readSinogram(lineIntegralsPath(folders, id), get(id), row),
    async save(entry) {
      const dir = join(folders.staging, writingSession(context).id, randomUUID());
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      const places = filesOf(folders, entry);
      try {
        for (const [n, { bytes }] of places.entries()) {
          const writer = await createVoxelFile(join(dir, String(n)));
          try {
            await writer.write(bytes, 0);
          } finally {
            await writer.close();
          }
        }
        await moveInPlace(
          places.map(({ path }, n) => ({ from: join(dir, String(n)), to: path })),
          folders.root,
        );
        insertScan(database, entry);
      } catch (error) {
        await Promise.all(places.map(({ path }) => rm(path, { force: true })));
        throw asLibraryError(error);
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
    hide: (id) => setHidden(id, new Date().toISOString()),
    restore: (id) => setHidden(id, null),
  };
}

function filesOf(folders: Folders, { projections, volumes }: NewScan) {
  return [
    ...projections.map(({ record, lineIntegrals: { buffer, byteOffset, byteLength } }) => ({
      path: lineIntegralsPath(folders, record.id),
      bytes: new Uint8Array(buffer, byteOffset, byteLength),
    })),
    ...volumes.map(({ record, voxels }) => ({
      path: voxelPath(folders, record.id),
      bytes: voxels,
    })),
  ];
}

/** Projections that are not hidden, of studies that are not. */
function visibleProjections() {
  return tables
    .selectFrom('projections')
    .innerJoin('studies', 'studies.uid', 'projections.study_uid')
    .selectAll('projections')
    .where('projections.hidden_at', 'is', null)
    .where('studies.hidden_at', 'is', null);
}
