import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { action, sentence } from '../messages/sparrow-error.ts';
import { notFound, writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import { replaceFile } from './durable-files.ts';
import { asLibraryError, errorCode } from './failures.ts';
import { checkpointPath } from './folders.ts';
import { jobPatchToRow, rowToJob } from './job-rows.ts';
import { claimInterrupted } from './job-takeover.ts';
import type { Jobs } from './library.ts';
import type { JobRecord } from './records.ts';
import type { JobRow } from './schema.ts';

/** Kinds that nobody waits for. */
const quiet: readonly JobRow['kind'][] = ['embed'];
const finished: readonly JobRow['state'][] = ['done', 'failed', 'cancelled'];

export function createJobs(context: Context): Jobs {
  const { database, folders } = context;

  function row(id: string): JobRow {
    const found = database.first(tables.selectFrom('jobs').selectAll().where('id', '=', id));
    if (found === undefined) throw notFound('job');
    return found;
  }

  function get(id: string): JobRecord {
    return rowToJob(row(id));
  }

  async function dropCheckpoint(id: string): Promise<void> {
    await rm(checkpointPath(folders, id), { force: true });
  }

  return {
    get,
    list(filter = {}) {
      let query = tables.selectFrom('jobs').selectAll();
      if (filter.state !== undefined) query = query.where('state', '=', filter.state);
      return database
        .all(query.orderBy('created_at', 'desc').orderBy(sql`rowid`, 'desc'))
        .map(rowToJob);
    },
    create({ kind, sourceVolumeId, params }) {
      const id = randomUUID();
      const owner = writingSession(context).id;
      database.change(
        tables.insertInto('jobs').values({
          id,
          kind,
          state: 'queued',
          source_volume: sourceVolumeId,
          params: JSON.stringify(params),
          created_at: new Date().toISOString(),
          cancel_requested: 0,
          takeovers: 0,
          owner,
        }),
      );
      return get(id);
    },
    update(id, patch) {
      writingSession(context);
      const current = row(id);
      if (finished.includes(current.state)) return rowToJob(current);
      const change = tables
        .updateTable('jobs')
        .set(jobPatchToRow(patch))
        .where('id', '=', id)
        .where('state', 'not in', finished);
      const onlyProgress = Object.keys(patch).every((key) => key === 'progress');
      if (onlyProgress) database.changeLightly(change);
      else database.change(change);
      if (patch.state !== undefined && finished.includes(patch.state)) void dropCheckpoint(id);
      return get(id);
    },
    claimNext() {
      const owner = writingSession(context).id;
      return database.transaction(() => {
        const next = database.first(
          tables
            .selectFrom('jobs')
            .select('id')
            .where('state', '=', 'queued')
            .where('owner', '=', owner)
            .orderBy((eb) => eb('kind', 'in', quiet))
            .orderBy('created_at')
            .orderBy(sql`rowid`),
        );
        if (next === undefined) return null;
        const change = tables.updateTable('jobs').set(jobPatchToRow({ state: 'running' }));
        database.change(change.where('id', '=', next.id));
        return get(next.id);
      });
    },
    waits() {
      const owner = writingSession(context).id;
      const waiting = tables.selectFrom('jobs').select('id').where('state', '=', 'queued');
      const loud = waiting.where('owner', '=', owner).where('kind', 'not in', quiet);
      return database.first(loud) !== undefined;
    },
    requestCancel(id) {
      writingSession(context);
      return database.transaction(() => {
        const { state } = row(id);
        if (finished.includes(state)) return get(id);
        const cancelled = state === 'queued' ? jobPatchToRow({ state: 'cancelled' }) : {};
        database.change(
          tables
            .updateTable('jobs')
            .set({ cancel_requested: 1, ...cancelled })
            .where('id', '=', id),
        );
        return get(id);
      });
    },
    isCancelRequested: (id) => row(id).cancel_requested === 1,
    claimInterrupted() {
      const interrupted = {
        code: 'library/interrupted',
        message: sentence('library/interrupted'),
        action: action('library/interrupted'),
      };
      return claimInterrupted(context, interrupted).map(get);
    },
    async writeCheckpoint(id, bytes) {
      const dir = join(folders.staging, writingSession(context).id);
      await mkdir(dir, { recursive: true, mode: 0o700 });
      try {
        await replaceFile(checkpointPath(folders, id), join(dir, randomUUID()), bytes);
      } catch (error) {
        throw asLibraryError(error);
      }
    },
    async readCheckpoint(id) {
      try {
        const bytes = await readFile(checkpointPath(folders, id));
        return new Uint8Array(bytes);
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null;
        throw asLibraryError(error);
      }
    },
  };
}
