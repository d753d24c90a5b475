import { writingSession, notFound, type Context } from './context.ts';
import { tables } from './database.ts';
import { patientStudies } from './heart-patient.ts';
import type { ProjectionsStore, Studies, Volumes } from './library.ts';
import type { SeriesRecord, StudyRecord, VolumeRecord } from './records.ts';
import type { SeriesRow, StudyRow } from './schema.ts';

export function createStudies(
  context: Context,
  volumes: Pick<Volumes, 'list'>,
  projections: Pick<ProjectionsStore, 'list'>,
): Studies {
  const { database } = context;

  function setHidden(uid: string, hiddenAt: string | null): void {
    writingSession(context);
    const changed = database.change(
      tables.updateTable('studies').set({ hidden_at: hiddenAt }).where('uid', '=', uid),
    );
    if (changed === 0) throw notFound('study');
  }

  function record(row: StudyRow): StudyRecord {
    const byUid = tables.selectFrom('series').selectAll().where('study_uid', '=', row.uid);
    const series = database.all(
      byUid.orderBy('number', (by) => by.asc().nullsLast()).orderBy('uid'),
    );
    const counts = new Map(
      database
        .all(
          tables
            .selectFrom('instances')
            .select(['series_uid', (eb) => eb.fn.countAll<number>().as('count')])
            .where('study_uid', '=', row.uid)
            .groupBy('series_uid'),
        )
        .map(({ series_uid, count }) => [series_uid, count]),
    );
    const all = volumes.list({ studyUid: row.uid });
    return {
      ...studyRow(row),
      series: series.map((one) =>
        seriesRecord(
          one,
          counts.get(one.uid) ?? 0,
          all.filter((volume) => volume.seriesUid === one.uid),
        ),
      ),
      projections: projections.list({ studyUid: row.uid }),
    };
  }

  return {
    list() {
      const rows = database.all(
        tables
          .selectFrom('studies')
          .selectAll()
          .where('hidden_at', 'is', null)
          .orderBy('imported_at', 'desc')
          .orderBy('uid'),
      );
      return rows.map(record);
    },
    get(uid) {
      const row = database.first(
        tables
          .selectFrom('studies')
          .selectAll()
          .where('uid', '=', uid)
          .where('hidden_at', 'is', null),
      );
      if (row === undefined) throw notFound('study');
      return record(row);
    },
    ofPatient: (uid) => patientStudies(context, uid).map((study) => study.uid),
    hide: (uid) => setHidden(uid, new Date().toISOString()),
    restore: (uid) => setHidden(uid, null),
    purgeHidden() {
      writingSession(context);
      return database.transaction(() => {
        database.change(tables.deleteFrom('projections').where('hidden_at', 'is not', null));
        const purged = database.change(
          tables.deleteFrom('studies').where('hidden_at', 'is not', null),
        );
        database.change(
          tables
            .deleteFrom('patients')
            .where((eb) =>
              eb.not(
                eb.exists(
                  eb
                    .selectFrom('studies')
                    .select('uid')
                    .whereRef('studies.patient_id', '=', 'patients.patient_id')
                    .whereRef('studies.patient_name', '=', 'patients.name')
                    .whereRef('studies.patient_birth_date', '=', 'patients.birth_date')
                    .whereRef('studies.patient_sex', '=', 'patients.sex'),
                ),
              ),
            ),
        );
        return purged;
      });
    },
  };
}

function studyRow(row: StudyRow): Omit<StudyRecord, 'series' | 'projections'> {
  return {
    uid: row.uid,
    patientId: row.patient_id,
    patientName: row.patient_name,
    patientBirthDate: row.patient_birth_date,
    patientSex: row.patient_sex,
    date: row.date,
    time: row.time,
    description: row.description,
    sample: row.sample === 1,
    importedAt: row.imported_at,
    patientHeightCm: row.patient_height_cm,
    patientWeightKg: row.patient_weight_kg,
  };
}

function seriesRecord(row: SeriesRow, instances: number, volumes: VolumeRecord[]): SeriesRecord {
  return {
    uid: row.uid,
    studyUid: row.study_uid,
    modality: row.modality,
    number: row.number,
    description: row.description,
    instances,
    volumes,
  };
}
