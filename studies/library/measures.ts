import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { notFound, writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import type { MeasureRecord, Measures } from './library.ts';
import type { MeasureRow } from './schema.ts';

const valuesSchema = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));

export function createMeasures(context: Context): Measures {
  const { database } = context;
  return {
    save({ volumeId, roi, values }) {
      writingSession(context);
      const id = randomUUID();
      const created = new Date().toISOString();
      database.change(
        tables.insertInto('measures').values({
          id,
          volume_id: volumeId,
          roi: JSON.stringify(roi),
          values: JSON.stringify(values),
          created,
        }),
      );
      return { id, volumeId, roi, values, created };
    },
    list(filter = {}) {
      let query = tables
        .selectFrom('measures')
        .innerJoin('volumes', 'volumes.id', 'measures.volume_id')
        .selectAll('measures')
        .orderBy('measures.created')
        .orderBy('measures.id');
      if (filter.volumeId !== undefined) {
        query = query.where('measures.volume_id', '=', filter.volumeId);
      }
      if (filter.studyUid !== undefined) {
        query = query.where('volumes.study_uid', '=', filter.studyUid);
      }
      return database.all(query).map(rowToMeasure);
    },
    delete(id) {
      writingSession(context);
      const deleted = database.change(tables.deleteFrom('measures').where('id', '=', id));
      if (deleted === 0) throw notFound('measure');
    },
  };
}

function rowToMeasure(row: MeasureRow): MeasureRecord {
  return {
    id: row.id,
    volumeId: row.volume_id,
    roi: JSON.parse(row.roi) as unknown,
    values: valuesSchema.parse(JSON.parse(row.values)),
    created: row.created,
  };
}
