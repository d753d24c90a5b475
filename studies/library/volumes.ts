import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { SparrowError } from '../messages/sparrow-error.ts';
import { notFound, writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import { voxelPath } from './folders.ts';
import type { Volumes } from './library.ts';
import type { VolumeRecord } from './records.ts';
import { SlabReader } from './slabs.ts';
import { rowToVolume } from './volume-rows.ts';
import { isWhole, readVoxelFile, replaceVoxelFile } from './voxel-file.ts';
import { selectedRuns, sliceBytes, volumeBytes } from './voxel-layout.ts';

export function createVolumes(context: Context): Volumes {
  const { database, folders } = context;
  const slabs = new SlabReader(database);

  function lookUp(id: string): VolumeRecord | null {
    const row = database.first(visibleVolumes().where('volumes.id', '=', id));
    return row === undefined ? null : rowToVolume(row);
  }

  function get(id: string): VolumeRecord {
    const record = lookUp(id);
    if (record === null) throw notFound('volume');
    return record;
  }

  function list(filter: { studyUid?: string; seriesUid?: string } = {}): VolumeRecord[] {
    // Imported volumes in the order they were assembled, then results as they were made.
    let query = visibleVolumes().orderBy(sql`volumes.rowid`);
    if (filter.studyUid !== undefined) {
      query = query.where('volumes.study_uid', '=', filter.studyUid);
    }
    if (filter.seriesUid !== undefined) {
      query = query.where('volumes.series_uid', '=', filter.seriesUid);
    }
    return database.all(query).map(rowToVolume);
  }

  return {
    get,
    list,
    find(idOrSeriesUid) {
      const byId = lookUp(idOrSeriesUid);
      if (byId !== null) return byId;
      const inSeries = list({ seriesUid: idOrSeriesUid });
      const imported = inSeries.filter((volume) => volume.resultId === null);
      const [only, another] = imported;
      if (only === undefined) throw notFound('volume');
      if (another !== undefined) {
        throw new SparrowError('library/ambiguous-series', { count: imported.length });
      }
      return only;
    },
    async readVoxels(id, selection = {}) {
      const record = get(id);
      const runs = selectedRuns(record, selection);
      if (record.resultId !== null) return slabs.read(id, runs, sliceBytes(record));
      return readVoxelFile(voxelPath(folders, id), runs, sliceBytes(record), volumeBytes(record));
    },
    frames(id) {
      const rows = database.all(
        tables
          .selectFrom('volume_frames')
          .selectAll()
          .where('volume_id', '=', id)
          .orderBy('phase')
          .orderBy('k'),
      );
      return rows.map(({ phase, k, sop_uid, frame }) => ({
        phase,
        k,
        sopInstanceUid: sop_uid,
        frame,
      }));
    },
    hasVoxels(id) {
      const record = get(id);
      return record.resultId !== null || isWhole(voxelPath(folders, id), volumeBytes(record));
    },
    async rebuild(id) {
      get(id);
      const dir = join(folders.staging, writingSession(context).id);
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      return replaceVoxelFile(voxelPath(folders, id), join(dir, randomUUID()));
    },
    thumbnail(id) {
      const row = database.first(
        tables.selectFrom('thumbnails').select('png').where('volume_id', '=', id),
      );
      return row?.png ?? null;
    },
    saveThumbnail(id, png) {
      writingSession(context);
      database.change(
        tables
          .insertInto('thumbnails')
          .values({ volume_id: id, png })
          .onConflict((conflict) => conflict.column('volume_id').doUpdateSet({ png })),
      );
    },
  };
}

/** Volumes of studies that are not hidden. */
function visibleVolumes() {
  return tables
    .selectFrom('volumes')
    .innerJoin('studies', 'studies.uid', 'volumes.study_uid')
    .selectAll('volumes')
    .where('studies.hidden_at', 'is', null);
}
