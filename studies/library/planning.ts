import { planningSopClasses } from '../dicom/rt/sop-classes.ts';
import type { PlanningRecord } from '../dicom/rt/planning-records.ts';
import { writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import { instancePath } from './folders.ts';
import { SparrowError } from '../messages/sparrow-error.ts';
import {
  linkPlan,
  linkRegistration,
  linkRtImage,
  linkStructureSet,
  newestFirst,
  transformBetween,
} from './planning-links.ts';
import { PlanningQueries } from './planning-queries.ts';
import {
  planningToRows,
  rowToPlanning,
  rowToUnreadable,
  type StoredPlanning,
} from './planning-rows.ts';
import type { Planning } from './planning-store.ts';
import type { InstanceRow } from './schema.ts';

export function createPlanning(context: Context): Planning {
  const { database, folders } = context;
  const queries = new PlanningQueries(context);

  const known = (row: InstanceRow) => ({
    studyUid: row.study_uid,
    seriesUid: row.series_uid,
    sopInstanceUid: row.sop_uid,
    fileName: row.file_name,
    sha256: row.sha256,
    path: instancePath(folders, row.sha256),
  });

  return {
    unread() {
      const unread = tables
        .selectFrom('instances')
        .leftJoin('planning_objects as p', (join) =>
          join
            .onRef('p.study_uid', '=', 'instances.study_uid')
            .onRef('p.sop_uid', '=', 'instances.sop_uid'),
        )
        .selectAll('instances')
        .where('instances.sop_class_uid', 'in', planningSopClasses)
        .where('p.id', 'is', null)
        .orderBy('instances.sop_uid');
      return database.all(unread).map(known);
    },
    save(objects) {
      writingSession(context);
      database.transaction(() => {
        for (const one of objects) {
          const { object, references } = planningToRows(one);
          const put = tables
            .insertInto('planning_objects')
            .values(object)
            .onConflict((conflict) => conflict.columns(['study_uid', 'sop_uid']).doNothing());
          if (database.change(put) === 0) continue;
          for (const reference of references) {
            database.change(tables.insertInto('planning_references').values(reference));
          }
        }
      });
    },
    of(studyUid) {
      const rows = queries.objectsAbout(studyUid);
      const read = rows.filter(({ kind }) => kind !== 'unreadable').map(rowToPlanning);
      return {
        plans: sorted(read, 'plan').map((one) => linkPlan(queries, one)),
        structureSets: sorted(read, 'structures').map((one) => linkStructureSet(queries, one)),
        registrations: sorted(read, 'registration').map((one) => linkRegistration(queries, one)),
        rtImages: sorted(read, 'rt-image').map((one) => linkRtImage(queries, one)),
        unreadable: rows.filter(({ kind }) => kind === 'unreadable').map(rowToUnreadable),
      };
    },
    file(id) {
      const row = database.first(
        tables
          .selectFrom('instances')
          .innerJoin('planning_objects as p', (join) =>
            join
              .onRef('p.study_uid', '=', 'instances.study_uid')
              .onRef('p.sop_uid', '=', 'instances.sop_uid'),
          )
          .innerJoin('studies', 'studies.uid', 'instances.study_uid')
          .selectAll('instances')
          .where('p.id', '=', id)
          .where('studies.hidden_at', 'is', null),
      );
      if (row === undefined) throw new SparrowError('planning/no-object');
      return known(row);
    },
    structureSetsOf(volumeId) {
      const volume = database.first(
        tables.selectFrom('volumes').selectAll().where('id', '=', volumeId),
      );
      const frame = volume?.frame_of_reference_uid ?? null;
      const all = [
        ...queries.drawnOn(volumeId),
        ...(frame === null ? [] : queries.inFrame(frame, 'structures')),
      ];
      const distinct = [...new Map(all.map((one) => [one.id, one])).values()];
      return sorted(distinct, 'structures').map((one) => linkStructureSet(queries, one));
    },
    between(fromFrameUid, toFrameUid) {
      const naming = queries.inFrame(fromFrameUid, 'registration');
      return sorted(naming, 'registration').flatMap(
        (one) => transformBetween(one, fromFrameUid, toFrameUid) ?? [],
      );
    },
  };
}

/** Those of one kind, newest first. */
function sorted<K extends PlanningRecord['kind']>(
  objects: readonly StoredPlanning[],
  kind: K,
): StoredPlanning<K>[] {
  const of: readonly unknown[] = objects.filter(({ record }) => record.kind === kind);
  return newestFirst(of as StoredPlanning<K>[]);
}
