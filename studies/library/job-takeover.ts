import { existsSync } from 'node:fs';
import { writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import { checkpointPath } from './folders.ts';
import { jobPatchToRow } from './job-rows.ts';
import type { JobPatch } from './library.ts';
import type { JobRecord } from './records.ts';
import type { JobRow } from './schema.ts';

/** A job that ended its process this often is not tried again. */
const MAX_TAKEOVERS = 3;

/**
 * Takes over the unfinished jobs of processes that are gone. Returns the ids of those that are to
 * run again; the others are failed with `interrupted`, or cancelled if that was asked for.
 */
export function claimInterrupted(
  context: Context,
  interrupted: NonNullable<JobRecord['error']>,
): string[] {
  const { database, folders } = context;
  const session = writingSession(context);
  return database.transaction(() => {
    const unfinished = database.all(
      tables
        .selectFrom('jobs')
        .selectAll()
        .where('state', 'in', ['queued', 'running'])
        .where('owner', '!=', session.id)
        .orderBy('created_at'),
    );
    const orphaned = unfinished.filter((job) => !session.isAlive(job.owner));
    const again: string[] = [];
    for (const job of orphaned) {
      const patch = fate(job, existsSync(checkpointPath(folders, job.id)), interrupted);
      if (patch.state === 'queued') again.push(job.id);
      database.change(
        tables
          .updateTable('jobs')
          .set({
            ...jobPatchToRow(patch),
            owner: session.id,
            takeovers: job.takeovers + (job.state === 'running' ? 1 : 0),
          })
          .where('id', '=', job.id),
      );
    }
    return again;
  });
}

function fate(
  job: JobRow,
  hasCheckpoint: boolean,
  interrupted: NonNullable<JobRecord['error']>,
): JobPatch {
  if (job.cancel_requested === 1) return { state: 'cancelled' };
  const canGoOn = job.state === 'queued' || (hasCheckpoint && job.takeovers < MAX_TAKEOVERS);
  return canGoOn ? { state: 'queued' } : { state: 'failed', error: interrupted };
}
