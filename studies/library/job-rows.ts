import { jobRecordSchema, type JobRecord } from './records.ts';
import type { JobPatch } from './library.ts';
import type { JobRow } from './schema.ts';

export function rowToJob(row: JobRow): JobRecord {
  return jobRecordSchema.parse({
    id: row.id,
    kind: row.kind,
    state: row.state,
    sourceVolumeId: row.source_volume,
    params: JSON.parse(row.params) as unknown,
    progress: fromJson(row.progress),
    resultId: row.result_id ?? row.heart_id ?? row.dense_id ?? row.match_id,
    error: fromJson(row.error),
    made: fromJson(row.made),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  });
}

/** A change of a job as columns; the times follow from the state. */
export function jobPatchToRow(patch: JobPatch): Partial<JobRow> {
  const { state, progress, resultId, error, made } = patch;
  return {
    ...(state === undefined ? {} : { state, ...timesOf(state) }),
    ...(progress === undefined ? {} : { progress: toJson(progress) }),
    ...(resultId === undefined ? {} : { result_id: resultId }),
    ...(error === undefined ? {} : { error: toJson(error) }),
    ...(made === undefined ? {} : { made: toJson(made) }),
  };
}

function timesOf(state: JobRecord['state']): Partial<JobRow> {
  const now = new Date().toISOString();
  if (state === 'queued') return { started_at: null };
  return state === 'running' ? { started_at: now } : { finished_at: now };
}

function toJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function fromJson(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
