import { notFound } from './context.ts';
import { tables, type Database } from './database.ts';
import type { VolumeRecord } from './records.ts';
import type { ResultSlabRow, VolumeRow } from './schema.ts';

/** A model's volume with its voxels, in a series of its own when its UID says so. */
export function insertDerivedVolume(
  database: Database,
  row: VolumeRow,
  slabs: readonly ResultSlabRow[],
  modality: string,
): void {
  const series = {
    study_uid: row.study_uid,
    uid: row.series_uid,
    modality,
    number: null,
    description: row.description,
  };
  database.change(
    tables
      .insertInto('series')
      .values(series)
      .onConflict((conflict) => conflict.doNothing()),
  );
  database.change(tables.insertInto('volumes').values(row));
  for (const slab of slabs) database.change(tables.insertInto('result_slabs').values(slab));
}

export function modalityOf(database: Database, volumeId: VolumeRecord['id']): string {
  const row = database.first(
    tables
      .selectFrom('volumes')
      .innerJoin('series', (join) =>
        join
          .onRef('series.study_uid', '=', 'volumes.study_uid')
          .onRef('series.uid', '=', 'volumes.series_uid'),
      )
      .select('series.modality')
      .where('volumes.id', '=', volumeId),
  );
  if (row === undefined) throw notFound('volume');
  return row.modality;
}

/** Series that a result brought along go with it. */
export function deleteEmptySeries(database: Database): void {
  database.change(
    tables.deleteFrom('series').where((eb) => {
      const inSeries = (table: 'instances' | 'volumes') =>
        eb.exists(
          eb
            .selectFrom(table)
            .select(`${table}.study_uid`)
            .whereRef(`${table}.study_uid`, '=', 'series.study_uid')
            .whereRef(`${table}.series_uid`, '=', 'series.uid'),
        );
      return eb.not(eb.or([inSeries('instances'), inSeries('volumes')]));
    }),
  );
}

/** The job that made a result is done with it, in the same transaction. */
export function finishJob(
  database: Database,
  jobId: string | undefined,
  made: { result_id: string } | { heart_id: string } | { dense_id: string } | { match_id: string },
): void {
  if (jobId === undefined) return;
  database.change(
    tables
      .updateTable('jobs')
      .set({ state: 'done', ...made, finished_at: new Date().toISOString(), error: null })
      .where('id', '=', jobId),
  );
}
