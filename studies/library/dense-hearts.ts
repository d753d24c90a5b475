import { SparrowError } from '../messages/sparrow-error.ts';
import { notFound, writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import { denseResultSchema } from './dense-records.ts';
import type { DenseHearts, NewDense } from './dense-store.ts';
import { deleteEmptySeries, finishJob, insertDerivedVolume } from './derived-volumes.ts';
import type { ResultSlabRow } from './schema.ts';
import { compressSlabs } from './slabs.ts';
import { sliceBytes } from './voxel-layout.ts';
import { volumeToRow } from './volume-rows.ts';

/** Modalities of the series that pictures and labels are kept in. */
const modalities = ['MR', 'SEG'] as const;

export function createDenseHearts(context: Context): DenseHearts {
  const { database } = context;
  const find = (id: string) => {
    const row = database.first(visible().where('dense_hearts.id', '=', id));
    return row === undefined ? null : toResult(row);
  };
  const get = (id: string) => {
    const found = find(id);
    if (found === null) throw notFound('result');
    return found;
  };
  return {
    list(filter = {}) {
      let query = visible().orderBy('dense_hearts.created', 'desc').orderBy('dense_hearts.id');
      if (filter.studyUid !== undefined)
        query = query.where('dense_hearts.study_uid', '=', filter.studyUid);
      return database.all(query).map(toResult);
    },
    get,
    find,
    async save(entry) {
      writingSession(context);
      checkLinks(entry);
      const { result, volumes, jobId } = entry;
      const slabs: ResultSlabRow[][] = [];
      for (const { volume, voxels } of volumes) {
        const slices = volume.dims[2] * volume.phases;
        slabs.push(await compressSlabs(volume.id, voxels, sliceBytes(volume), slices));
      }
      const { id, studyUid, created } = result;
      database.transaction(() => {
        const row = { id, study_uid: studyUid, record: JSON.stringify(result), created };
        database.change(tables.insertInto('dense_hearts').values(row));
        for (const [n, { volume }] of volumes.entries()) {
          const derived = { ...volumeToRow(volume), result_id: null, dense_id: id };
          insertDerivedVolume(database, derived, slabs[n]!, modalities[n] ?? 'OT');
        }
        finishJob(database, jobId, { dense_id: id });
      });
    },
    delete(id) {
      writingSession(context);
      database.transaction(() => {
        const deleted = database.change(tables.deleteFrom('dense_hearts').where('id', '=', id));
        if (deleted === 0) throw notFound('result');
        deleteEmptySeries(database);
      });
    },
    opinions(id) {
      get(id);
      const query = tables.selectFrom('dense_opinions').selectAll().where('dense_id', '=', id);
      return database.all(query.orderBy('phase')).map(({ phase, summary, meshes }) => ({
        phase,
        summary: JSON.parse(summary) as unknown,
        meshes: new Uint8Array(meshes),
      }));
    },
    keepOpinion(id, { phase, summary, meshes }, jobId) {
      writingSession(context);
      const values = { summary: JSON.stringify(summary), meshes: Buffer.from(meshes) };
      database.transaction(() => {
        database.change(
          tables
            .insertInto('dense_opinions')
            .values({ dense_id: id, phase, ...values })
            .onConflict((conflict) => conflict.columns(['dense_id', 'phase']).doUpdateSet(values)),
        );
        finishJob(database, jobId, { dense_id: id });
      });
    },
  };

  function visible() {
    return tables
      .selectFrom('dense_hearts')
      .innerJoin('studies', 'studies.uid', 'dense_hearts.study_uid')
      .selectAll('dense_hearts')
      .where('studies.hidden_at', 'is', null);
  }
}

const toResult = ({ record }: { record: string }) => denseResultSchema.parse(JSON.parse(record));

function checkLinks({ result, volumes }: NewDense): void {
  const ids = volumes.map(({ volume }) => volume.id);
  const linked =
    ids.length === 2 &&
    ids[0] === result.volumeId &&
    ids[1] === result.labelsVolumeId &&
    volumes.every(({ volume }) => volume.resultId === result.id);
  if (!linked) throw new SparrowError('engine/internal');
}
