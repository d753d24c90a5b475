import { notFound, type Context } from './context.ts';
import { tables } from './database.ts';
import type { HeartTrend } from './heart-records.ts';
import { rowToHeart } from './heart-rows.ts';
import type { StudyRow } from './schema.ts';

/** A study with the patient that its header names. */
export type PatientOfStudy = Pick<
  StudyRow,
  'uid' | 'patient_id' | 'patient_name' | 'patient_birth_date' | 'patient_sex'
>;

/** Whether two studies are of one patient. Headers without ID and name tell nobody apart. */
export function isSamePatient(a: PatientOfStudy, b: PatientOfStudy): boolean {
  if (a.uid === b.uid) return true;
  const named = a.patient_id !== '' || a.patient_name !== '';
  return (
    named &&
    a.patient_id === b.patient_id &&
    a.patient_name === b.patient_name &&
    a.patient_birth_date === b.patient_birth_date &&
    a.patient_sex === b.patient_sex
  );
}

/**
 * The studies in sight of a study's patient, itself among them, oldest first. Throws
 * `library/not-found`.
 */
export function patientStudies({ database }: Context, studyUid: string): StudyRow[] {
  const studies = tables.selectFrom('studies').selectAll().where('hidden_at', 'is', null);
  const study = database.first(studies.where('uid', '=', studyUid));
  if (study === undefined) throw notFound('study');
  return database
    .all(
      studies
        .where('patient_id', '=', study.patient_id)
        .where('patient_name', '=', study.patient_name)
        .where('patient_birth_date', '=', study.patient_birth_date)
        .where('patient_sex', '=', study.patient_sex)
        .orderBy('date')
        .orderBy('time')
        .orderBy('imported_at'),
    )
    .filter((other) => isSamePatient(study, other));
}

/** The newest heart of each study of the same patient, oldest study first. */
export function heartTrend(context: Context, studyUid: string): HeartTrend {
  const { database } = context;
  const samePatient = patientStudies(context, studyUid);
  const points = samePatient.flatMap(({ uid, date }) => {
    const newest = database.first(
      tables
        .selectFrom('hearts')
        .select(['record', 'edited'])
        .where('study_uid', '=', uid)
        .orderBy('created', 'desc')
        .orderBy('id'),
    );
    if (newest === undefined) return [];
    const { id, weightsSha256, measures, measuresBy } = rowToHeart(newest);
    return [{ result: id, studyUid: uid, date, weightsSha256, measures, measuresBy }];
  });
  return { points };
}
