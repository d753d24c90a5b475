import type { CouchShift } from '../positioning/couch/couch-shift.ts';
import { groupErrors, patientTrend } from '../positioning/tolerance/trend.ts';
import type { Context } from './context.ts';
import { tables } from './database.ts';
import { patientStudies } from './heart-patient.ts';
import { matchState, type MatchRecord, type MatchTrend } from './match-records.ts';
import { rowToMatch, visibleMatches } from './match-rows.ts';
import { sourceVolume } from './scan-time.ts';

interface Fraction {
  match: MatchRecord;
  couch: CouchShift;
  scanned: string;
  /** Of whom; headers without ID and name tell nobody apart. */
  patient: string;
  /** What was scanned: a scan and what was restored from it are one. */
  scan: string;
  signedAt: string;
}

/**
 * Couch shifts of the approved matches of a study's patient in the order of their scans, and the errors
 * of all patients in the library. A scan that was matched and approved several times counts once, as
 * last approved. Throws 'library/not-found'.
 */
export function matchTrend(context: Context, studyUid: string): MatchTrend {
  const own = new Set(patientStudies(context, studyUid).map(({ uid }) => uid));
  const all = approved(context);
  const fractions = all.filter(({ match }) => own.has(match.studyUid));
  const patients = [...Map.groupBy(all, ({ patient }) => patient).values()].map((of) =>
    of.map(({ couch }) => couch),
  );
  return {
    fractions: fractions.map(({ match, scanned, couch }) => ({
      matchId: match.id,
      scanned,
      couch: { ...couch },
      within: match.within?.pass === true,
    })),
    patient: patientTrend(fractions.map(({ couch }) => couch)),
    group: {
      patients: patients.length,
      errors: patients.length === 0 ? null : groupErrors(patients),
    },
  };
}

/** The last approval of every scan, in the order of the scans. */
function approved(context: Context): Fraction[] {
  const { database } = context;
  const rows = database.all(
    visibleMatches()
      .select(['scan.patient_id', 'scan.patient_name'])
      .select(['scan.patient_birth_date', 'scan.patient_sex'])
      .orderBy('matches.created'),
  );
  const signatures = Map.groupBy(
    database.all(tables.selectFrom('match_signatures').selectAll().orderBy('sequence')),
    ({ match_id }) => match_id,
  );
  const fractions = rows.flatMap((row): Fraction[] => {
    const match = rowToMatch(row, signatures.get(row.id) ?? []);
    const { couch } = match;
    if (couch === null || matchState(match) !== 'approved') return [];
    const source = sourceVolume(context, row.moving_volume);
    const named = row.patient_id !== '' || row.patient_name !== '';
    const who = [row.patient_id, row.patient_name, row.patient_birth_date, row.patient_sex];
    return [
      {
        match,
        couch,
        scanned: row.scanned,
        patient: JSON.stringify(named ? who : row.study_uid),
        scan: source.projections_id ?? source.id,
        signedAt: match.signatures.at(-1)?.at ?? '',
      },
    ];
  });
  const bySigning = fractions.toSorted((a, b) => order(a.signedAt, b.signedAt));
  const last = new Map(bySigning.map((one) => [one.scan, one]));
  return [...last.values()].sort((a, b) => order(a.scanned, b.scanned));
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
