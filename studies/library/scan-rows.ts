import { tables, type Database } from './database.ts';
import type { NewScan } from './library.ts';
import { projectionsToRow } from './projections-rows.ts';
import type { JobRecord, ProjectionsRecord, VolumeRecord } from './records.ts';
import { volumeToRow } from './volume-rows.ts';

/** Modality of the series that a reconstruction is: DICOM has no other for a cone-beam CT. */
const MODALITY = 'CT';

/** Puts what a job made in, all or nothing, and ends the job. */
export function insertScan(database: Database, { projections, volumes, jobId }: NewScan): void {
  database.transaction(() => {
    for (const { record } of projections) insertProjections(database, record);
    for (const { record } of volumes) insertReconstruction(database, record);
    if (jobId === undefined) return;
    const made: JobRecord['made'] = {
      projections: projections.map(({ record }) => record.id),
      volumes: volumes.map(({ record }) => record.id),
    };
    const now = new Date().toISOString();
    database.change(
      tables
        .updateTable('jobs')
        .set({ state: 'done', made: JSON.stringify(made), finished_at: now, error: null })
        .where('id', '=', jobId),
    );
  });
}

export function insertProjections(database: Database, record: ProjectionsRecord): void {
  database.change(tables.insertInto('projections').values(projectionsToRow(record)));
}

function insertReconstruction(database: Database, record: VolumeRecord): void {
  const series = {
    study_uid: record.studyUid,
    uid: record.seriesUid,
    modality: MODALITY,
    number: null,
    description: record.description,
  };
  database.change(
    tables
      .insertInto('series')
      .values(series)
      .onConflict((conflict) => conflict.doNothing()),
  );
  database.change(tables.insertInto('volumes').values(volumeToRow(record)));
}
