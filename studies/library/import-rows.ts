import { SparrowError, warning } from '../messages/sparrow-error.ts';
import { tables, type Database } from './database.ts';
import type { ImportBatch, ImportedProjections, NewInstance, NewVolume } from './library.ts';
import { insertProjections } from './scan-rows.ts';
import { parseWarnings, volumeToRow } from './volume-rows.ts';

/**
 * Puts an import's rows in, all or nothing. Returns the ids of replaced volumes, whose voxel files
 * nobody needs any more.
 */
export function insertBatch(database: Database, batch: ImportBatch): string[] {
  const importedAt = new Date().toISOString();
  return database.transaction(() => {
    for (const [uid, count] of batch.baseline) requireUnchanged(database, uid, count);
    for (const instance of batch.instances) {
      insertStudy(database, instance.header, batch.sampleStudies, importedAt);
      insertInstance(database, instance);
    }
    for (const { record, study } of batch.projections) {
      insertStudy(database, study, batch.sampleStudies, importedAt);
      insertProjections(database, record);
    }
    for (const id of batch.seenProjections) {
      const back = tables.updateTable('projections').set({ hidden_at: null }).where('id', '=', id);
      database.change(back);
    }
    for (const uid of batch.seenStudies) {
      const back = tables.updateTable('studies').set({ hidden_at: null }).where('uid', '=', uid);
      database.change(back);
    }
    const unused = batch.replacedVolumes.filter((id) => !keepIfUsed(database, id));
    for (const volume of batch.volumes) insertVolume(database, volume);
    for (const scan of batch.projections) linkVolume(database, scan);
    return unused;
  });
}

function requireUnchanged(database: Database, studyUid: string, instances: number): void {
  const now = database.first(
    tables
      .selectFrom('instances')
      .where('study_uid', '=', studyUid)
      .select((eb) => eb.fn.countAll<number>().as('count')),
  );
  if (now?.count !== instances) throw new SparrowError('library/changed-meanwhile');
}

function insertStudy(
  database: Database,
  header: ImportedProjections['study'],
  sampleStudies: readonly string[],
  importedAt: string,
): void {
  const patient = {
    patient_id: header.patientId,
    name: header.patientName,
    birth_date: header.patientBirthDate,
    sex: header.patientSex,
  };
  database.change(
    tables
      .insertInto('patients')
      .values(patient)
      .onConflict((conflict) => conflict.doNothing()),
  );
  const study = {
    uid: header.studyUid,
    patient_id: header.patientId,
    patient_name: header.patientName,
    patient_birth_date: header.patientBirthDate,
    patient_sex: header.patientSex,
    date: header.studyDate,
    time: header.studyTime,
    description: header.studyDescription,
    sample: Number(sampleStudies.includes(header.studyUid)),
    imported_at: importedAt,
    hidden_at: null,
    patient_height_cm: header.patientSizeM ? Math.round(header.patientSizeM * 1000) / 10 : null,
    patient_weight_kg: header.patientWeightKg ?? null,
  };
  database.change(
    tables
      .insertInto('studies')
      .values(study)
      .onConflict((conflict) => conflict.doNothing()),
  );
}

function insertInstance(database: Database, instance: NewInstance): void {
  const { header } = instance;
  const series = {
    study_uid: header.studyUid,
    uid: header.seriesUid,
    modality: header.modality,
    number: header.seriesNumber,
    description: header.seriesDescription,
  };
  database.change(
    tables
      .insertInto('series')
      .values(series)
      .onConflict((conflict) => conflict.doNothing()),
  );
  const row = {
    study_uid: header.studyUid,
    sop_uid: header.sopInstanceUid,
    series_uid: header.seriesUid,
    sop_class_uid: header.sopClassUid,
    transfer_syntax_uid: header.transferSyntaxUid,
    number: header.instanceNumber,
    frames: header.frames,
    file_name: instance.fileName,
    sha256: instance.sha256,
    bytes: instance.bytes,
  };
  database.change(tables.insertInto('instances').values(row));
}

/** Tells the volume of a scan's series where it came from. */
function linkVolume(database: Database, { record, volumeSeriesUid }: ImportedProjections): void {
  if (volumeSeriesUid === null) return;
  database.change(
    tables
      .updateTable('volumes')
      .set({ projections_id: record.id })
      .where('study_uid', '=', record.studyUid)
      .where('series_uid', '=', volumeSeriesUid)
      .where('projections_id', 'is', null),
  );
}

function insertVolume(database: Database, { record, frames, thumbnail }: NewVolume): void {
  database.change(tables.insertInto('volumes').values(volumeToRow(record)));
  for (const { phase, k, sopInstanceUid, frame } of frames) {
    const row = { volume_id: record.id, phase, k, sop_uid: sopInstanceUid, frame };
    database.change(tables.insertInto('volume_frames').values(row));
  }
  if (thumbnail === null) return;
  const row = { volume_id: record.id, png: thumbnail };
  database.change(tables.insertInto('thumbnails').values(row));
}

/** A replaced volume goes, unless a result or a match was made from it: then it stays and says so. */
function keepIfUsed(database: Database, id: string): boolean {
  const made = (['results', 'heart_labels'] as const).some((table) => {
    const from = tables.selectFrom(table).select('source_volume').where('source_volume', '=', id);
    return database.first(from) !== undefined;
  });
  const matched = tables
    .selectFrom('matches')
    .select('id')
    .where((eb) => eb.or([eb('moving_volume', '=', id), eb('fixed_volume', '=', id)]));
  const used = made || database.first(matched) !== undefined;
  if (!used) {
    database.change(tables.deleteFrom('volumes').where('id', '=', id));
    return false;
  }
  const volume = database.first(
    tables.selectFrom('volumes').select('warnings').where('id', '=', id),
  );
  const warnings = parseWarnings(volume?.warnings ?? '[]');
  const superseded = warning('library/superseded');
  if (!warnings.some(({ code }) => code === superseded.code)) {
    const json = JSON.stringify([...warnings, superseded]);
    database.change(tables.updateTable('volumes').set({ warnings: json }).where('id', '=', id));
  }
  return true;
}
