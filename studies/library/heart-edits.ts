import { SparrowError } from '../messages/sparrow-error.ts';
import { compressed, expanded } from './compressed.ts';
import { writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import type { HeartEdit, HeartResult } from './heart-records.ts';
import type { HeartChange, Hearts } from './heart-store.ts';
import type { HeartEditRow } from './schema.ts';

/** What people drew over a heart's label maps; the model's own stay as they are. */
export function createHeartEdits(
  context: Context,
  heart: (id: string) => HeartResult,
): Pick<Hearts, 'edits' | 'drawn' | 'draw'> {
  const { database } = context;

  function edits(id: string): HeartEdit[] {
    heart(id);
    const rows = database.all(
      tables
        .selectFrom('heart_edits')
        .select(['source_volume', 'slice', 'phase', 'created'])
        .where('heart_id', '=', id)
        .orderBy('source_volume')
        .orderBy('phase')
        .orderBy('slice'),
    );
    return rows.map(placeOf);
  }

  function put(id: string, { sourceVolumeId, slice, phase, labels }: HeartChange): void {
    database.change(
      tables
        .deleteFrom('heart_edits')
        .where('heart_id', '=', id)
        .where('source_volume', '=', sourceVolumeId)
        .where('slice', '=', slice)
        .where('phase', '=', phase),
    );
    if (labels === null) return;
    const created = new Date().toISOString();
    const row = { heart_id: id, source_volume: sourceVolumeId, slice, phase, created };
    database.change(tables.insertInto('heart_edits').values({ ...row, labels }));
  }

  return {
    edits,
    async drawn(id, of) {
      let query = tables
        .selectFrom('heart_edits')
        .selectAll()
        .where('heart_id', '=', id)
        .orderBy('source_volume')
        .orderBy('phase')
        .orderBy('slice');
      if (of !== undefined) query = query.where('source_volume', '=', of.sourceVolumeId);
      if (of?.phase !== undefined) query = query.where('phase', '=', of.phase);
      const rows = database.all(query);
      return Promise.all(
        rows.map(async (row) => {
          const { sourceVolumeId, slice, phase } = placeOf(row);
          return { sourceVolumeId, slice, phase, labels: await expanded(row.labels) };
        }),
      );
    },
    async draw(id, changes, follows, seen) {
      writingSession(context);
      const rows = await Promise.all(
        changes.map(async ({ labels, ...place }) => ({
          ...place,
          labels: labels && (await compressed(labels)),
        })),
      );
      database.transaction(() => {
        // Measures were made of the edits that were seen: others meanwhile would be left out of them.
        if (!sameEdits(edits(id), seen)) throw new SparrowError('heart/edited-meanwhile');
        for (const row of rows) put(id, row);
        const edited = follows === null ? null : JSON.stringify(follows);
        database.change(tables.updateTable('hearts').set({ edited }).where('id', '=', id));
      });
    },
  };
}

function placeOf(row: Omit<HeartEditRow, 'heart_id' | 'labels'>): HeartEdit {
  const { source_volume: sourceVolumeId, slice, phase, created } = row;
  return { sourceVolumeId, slice, phase, created };
}

function sameEdits(now: readonly HeartEdit[], seen: readonly HeartEdit[]): boolean {
  const key = (edits: readonly HeartEdit[]) => JSON.stringify(edits);
  return key(now) === key(seen);
}
