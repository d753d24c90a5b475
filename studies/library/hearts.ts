import { SparrowError } from '../messages/sparrow-error.ts';
import { notFound, writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import { deleteEmptySeries, finishJob, insertDerivedVolume } from './derived-volumes.ts';
import { compressed, expanded } from './compressed.ts';
import { createHeartEdits } from './heart-edits.ts';
import { heartCorrectionsSchema } from './heart-records.ts';
import { heartToRow, labelsVolumeToRow, rowToHeart } from './heart-rows.ts';
import { heartTrend } from './heart-patient.ts';
import { createHeartSearch } from './heart-search.ts';
import type { Hearts, NewHeart } from './heart-store.ts';
import { embeddingLength, HeartVectors } from './heart-vectors.ts';
import type { ResultSlabRow } from './schema.ts';
import { compressSlabs } from './slabs.ts';
import { sliceBytes } from './voxel-layout.ts';

/** Modality of the series that label maps are kept in. */
const labelsModality = 'SEG';

export function createHearts(context: Context): Hearts {
  const { database } = context;
  const vectors = new HeartVectors(database);
  vectors.sync();

  const maybeRow = (id: string) => database.first(visibleHearts().where('hearts.id', '=', id));
  const row = (id: string) => {
    const found = maybeRow(id);
    if (found === undefined) throw notFound('result');
    return found;
  };
  const heart = (id: string) => rowToHeart(row(id));

  return {
    ...createHeartEdits(context, heart),
    ...createHeartSearch(context, vectors, heart),
    trend: (studyUid) => heartTrend(context, studyUid),
    list(filter = {}) {
      let query = visibleHearts().orderBy('hearts.created', 'desc').orderBy('hearts.id');
      if (filter.studyUid !== undefined) {
        query = query.where('hearts.study_uid', '=', filter.studyUid);
      }
      return database.all(query).map(rowToHeart);
    },
    get: heart,
    find(id) {
      const found = maybeRow(id);
      return found === undefined ? null : rowToHeart(found);
    },
    unedited: (id) => rowToHeart({ ...row(id), edited: null }),
    async save(entry) {
      writingSession(context);
      checkLinks(entry);
      const { result, labels, input, jobId } = entry;
      const slabs: ResultSlabRow[][] = [];
      for (const { volume, voxels } of labels) {
        const slices = volume.dims[2] * volume.phases;
        slabs.push(await compressSlabs(volume.id, voxels, sliceBytes(volume), slices));
      }
      const packed = await compressed(input);
      database.transaction(() => {
        database.change(tables.insertInto('hearts').values(heartToRow(result)));
        for (const [n, { volume }] of labels.entries()) {
          const derived = labelsVolumeToRow(volume, result.id);
          insertDerivedVolume(database, derived, slabs[n]!, labelsModality);
        }
        for (const { sourceVolumeId, labelsVolumeId } of result.labels) {
          const link = {
            heart_id: result.id,
            source_volume: sourceVolumeId,
            labels_volume: labelsVolumeId,
          };
          database.change(tables.insertInto('heart_labels').values(link));
        }
        const kept = { heart_id: result.id, input: packed };
        database.change(tables.insertInto('heart_inputs').values(kept));
        vectors.put(result.id, result.weightsSha256, result.embedding);
        finishJob(database, jobId, { heart_id: result.id });
      });
    },
    delete(id) {
      writingSession(context);
      database.transaction(() => {
        const deleted = database.change(tables.deleteFrom('hearts').where('id', '=', id));
        if (deleted === 0) throw notFound('result');
        deleteEmptySeries(database);
        vectors.sync();
      });
    },
    corrections(studyUid) {
      const kept = database.first(
        tables.selectFrom('heart_corrections').selectAll().where('study_uid', '=', studyUid),
      );
      return heartCorrectionsSchema.parse(JSON.parse(kept?.corrections ?? '{}'));
    },
    correct(studyUid, corrections) {
      writingSession(context);
      const values = {
        corrections: JSON.stringify(heartCorrectionsSchema.parse(corrections)),
        changed: new Date().toISOString(),
      };
      database.transaction(() => {
        const study = tables.selectFrom('studies').select('uid').where('uid', '=', studyUid);
        if (database.first(study) === undefined) throw notFound('study');
        database.change(
          tables
            .insertInto('heart_corrections')
            .values({ study_uid: studyUid, ...values })
            .onConflict((conflict) => conflict.column('study_uid').doUpdateSet(values)),
        );
      });
    },
    async readInput(id) {
      const kept = database.first(
        tables.selectFrom('heart_inputs').selectAll().where('heart_id', '=', id),
      );
      if (kept === undefined) throw notFound('result');
      return expanded(kept.input);
    },
  };

  function visibleHearts() {
    return tables
      .selectFrom('hearts')
      .innerJoin('studies', 'studies.uid', 'hearts.study_uid')
      .selectAll('hearts')
      .where('studies.hidden_at', 'is', null);
  }
}

function checkLinks({ result, labels }: NewHeart): void {
  const named = new Set(result.labels.map(({ labelsVolumeId }) => labelsVolumeId));
  const linked =
    result.embedding.length === embeddingLength &&
    named.size === labels.length &&
    labels.every(({ volume }) => named.has(volume.id) && volume.resultId === result.id);
  if (!linked) throw new SparrowError('engine/internal');
}
