import { writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import { instancePath } from './folders.ts';
import type { KnownInstance } from './known-instance.ts';
import type { Imports } from './library.ts';
import { beginImport } from './pending-import.ts';

/** Hashes asked for in one query. */
const CHUNK = 500;

export function createImports(context: Context): Imports {
  const { database, folders } = context;

  function known(row: InstanceKeys): KnownInstance {
    return {
      studyUid: row.study_uid,
      seriesUid: row.series_uid,
      sopInstanceUid: row.sop_uid,
      fileName: row.file_name,
      sha256: row.sha256,
      path: instancePath(folders, row.sha256),
    };
  }

  return {
    findDuplicates(sha256) {
      const found = new Map<string, KnownInstance>();
      for (let start = 0; start < sha256.length; start += CHUNK) {
        const chunk = sha256.slice(start, start + CHUNK);
        for (const row of database.all(instances().where('sha256', 'in', chunk))) {
          found.set(row.sha256, known(row));
        }
      }
      return found;
    },
    instancesOf(studyUid) {
      const query = instances().where('study_uid', '=', studyUid).orderBy('sop_uid');
      return database.all(query).map(known);
    },
    findInstance(studyUid, sopInstanceUid) {
      const row = database.first(
        instances().where('study_uid', '=', studyUid).where('sop_uid', '=', sopInstanceUid),
      );
      return row === undefined ? null : known(row);
    },
    patientIdOf(studyUid) {
      const row = database.first(
        tables.selectFrom('studies').select('patient_id').where('uid', '=', studyUid),
      );
      return row?.patient_id ?? null;
    },
    begin() {
      writingSession(context);
      return beginImport(context);
    },
  };
}

type InstanceKeys = Record<'study_uid' | 'series_uid' | 'sop_uid' | 'sha256' | 'file_name', string>;

function instances() {
  return tables
    .selectFrom('instances')
    .select(['study_uid', 'series_uid', 'sop_uid', 'sha256', 'file_name']);
}
