import { z } from 'zod';
import { SparrowError } from '../messages/sparrow-error.ts';
import { notFound, writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import {
  deleteEmptySeries,
  finishJob,
  insertDerivedVolume,
  modalityOf,
} from './derived-volumes.ts';
import type { NewResult, Results } from './library.ts';
import {
  evidenceSchema,
  stepRecordSchema,
  type ResultRecord,
  type VolumeRecord,
} from './records.ts';
import type { ResultRow, ResultSlabRow } from './schema.ts';
import { compressSlabs } from './slabs.ts';
import { parseWarnings, volumeToRow } from './volume-rows.ts';
import { sliceBytes } from './voxel-layout.ts';

export function createResults(context: Context): Results {
  const { database } = context;

  return {
    list(filter = {}) {
      let query = visibleResults().orderBy('results.created', 'desc').orderBy('results.id');
      if (filter.studyUid !== undefined) {
        query = query.where('volumes.study_uid', '=', filter.studyUid);
      }
      if (filter.sourceVolumeId !== undefined) {
        query = query.where('results.source_volume', '=', filter.sourceVolumeId);
      }
      return database.all(query).map(rowToResult);
    },
    get(id) {
      const row = database.first(visibleResults().where('results.id', '=', id));
      if (row === undefined) throw notFound('result');
      return rowToResult(row);
    },
    async save(entry) {
      writingSession(context);
      const { result, volume, spread, thumbnail, jobId } = entry;
      checkLinks(entry);
      const slabs = await compressedVoxels(volume, entry.voxels);
      const more = spread === undefined ? [] : [spread];
      more.push(...(entry.kept ?? []));
      const moreSlabs: ResultSlabRow[][] = [];
      for (const { volume: another, voxels } of more) {
        moreSlabs.push(await compressedVoxels(another, voxels));
      }
      database.transaction(() => {
        const modality = modalityOf(database, result.source);
        database.change(tables.insertInto('results').values(resultToRow(result)));
        insertDerivedVolume(database, volumeToRow(volume), slabs, modality);
        for (const [n, another] of more.entries()) {
          insertDerivedVolume(database, volumeToRow(another.volume), moreSlabs[n]!, modality);
        }
        if (thumbnail !== undefined) {
          const row = { volume_id: volume.id, png: thumbnail };
          database.change(tables.insertInto('thumbnails').values(row));
        }
        finishJob(database, jobId, { result_id: result.id });
      });
    },
    delete(id) {
      writingSession(context);
      database.transaction(() => {
        const deleted = database.change(tables.deleteFrom('results').where('id', '=', id));
        if (deleted === 0) throw notFound('result');
        deleteEmptySeries(database);
      });
    },
  };
}

function compressedVoxels(
  volume: VolumeRecord,
  voxels: NewResult['voxels'],
): Promise<ResultSlabRow[]> {
  return compressSlabs(volume.id, voxels, sliceBytes(volume), volume.dims[2] * volume.phases);
}

function checkLinks({ result, volume, spread, kept = [] }: NewResult): void {
  const linked =
    result.volume === volume.id &&
    volume.resultId === result.id &&
    result.spreadVolume === spread?.volume.id &&
    (spread === undefined || spread.volume.resultId === result.id) &&
    kept.every((another) => another.volume.resultId === result.id);
  if (!linked) throw new SparrowError('engine/internal');
}

function visibleResults() {
  return tables
    .selectFrom('results')
    .innerJoin('volumes', 'volumes.id', 'results.source_volume')
    .innerJoin('studies', 'studies.uid', 'volumes.study_uid')
    .selectAll('results')
    .where('studies.hidden_at', 'is', null);
}

function resultToRow(record: ResultRecord): ResultRow {
  return {
    id: record.id,
    model: record.model,
    model_version: record.modelVersion,
    weights_sha256: record.weightsSha256,
    source_volume: record.source,
    input_sha256: record.inputSha256,
    volume: record.volume,
    spread_volume: record.spreadVolume ?? null,
    output_sha256: record.outputSha256,
    steps: record.steps,
    samples: record.samples,
    seed: record.seed,
    provider: record.provider,
    seconds: record.seconds,
    badge: record.badge,
    warnings: JSON.stringify(record.warnings),
    created: record.created,
    start: record.start,
    refine: record.refine,
    evidence: record.evidence === null ? null : JSON.stringify(record.evidence),
    stepped_volumes: JSON.stringify(record.steppedVolumes),
  };
}

function rowToResult(row: ResultRow): ResultRecord {
  return {
    id: row.id,
    model: row.model,
    modelVersion: row.model_version,
    weightsSha256: row.weights_sha256,
    source: row.source_volume,
    inputSha256: row.input_sha256,
    volume: row.volume,
    ...(row.spread_volume === null ? {} : { spreadVolume: row.spread_volume }),
    outputSha256: row.output_sha256,
    steps: row.steps,
    samples: row.samples,
    seed: row.seed,
    provider: row.provider,
    seconds: row.seconds,
    badge: row.badge,
    warnings: parseWarnings(row.warnings),
    created: row.created,
    start: row.start,
    refine: row.refine,
    evidence: evidenceSchema.nullable().parse(JSON.parse(row.evidence ?? 'null')),
    steppedVolumes: z.array(stepRecordSchema).parse(JSON.parse(row.stepped_volumes)),
  };
}
