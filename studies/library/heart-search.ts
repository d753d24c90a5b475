import { notFound, writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import type { HeartNeighbour, HeartResult } from './heart-records.ts';
import { isSamePatient, type PatientOfStudy } from './heart-patient.ts';
import type { Hearts } from './heart-store.ts';
import { dot, vectorOf, type Candidate, type HeartVectors } from './heart-vectors.ts';
import type { HeartEmbeddingRow } from './schema.ts';

/** More than `k` are asked for at first: hidden studies and the patient's own fall out. */
const spare = 28;
const askMore = 8;
/** Candidates looked up at once. */
const batch = 64;

type Search = Pick<Hearts, 'embeddedBy' | 'embeddedByOthers' | 'embed' | 'similar' | 'indexed'>;

/** A vector with the study it is of. */
type VectorRow = Omit<HeartEmbeddingRow, 'seq'> & PatientOfStudy & { seq: number };

/** Hearts by likeness. */
export function createHeartSearch(
  context: Context,
  vectors: HeartVectors,
  heart: (id: string) => HeartResult,
): Search {
  const { database } = context;

  function embedded(heartId: string): VectorRow {
    const row = database.first(visibleVectors().where('heart_embeddings.heart_id', '=', heartId));
    if (row === undefined) throw notFound('result');
    return row;
  }

  /** The first `k` of those candidates that may be shown. */
  function shown(candidates: readonly Candidate[], of: VectorRow, k: number, samePatient: boolean) {
    const found: VectorRow[] = [];
    for (let from = 0; from < candidates.length && found.length < k; from += batch) {
      const seqs = candidates.slice(from, from + batch).map(({ seq }) => seq);
      const rows = database.all(visibleVectors().where('heart_embeddings.seq', 'in', seqs));
      const bySeq = new Map(rows.map((row) => [row.seq, row]));
      for (const seq of seqs) {
        const row = bySeq.get(seq);
        if (row === undefined || seq === of.seq) continue;
        if (samePatient || !isSamePatient(row, of)) found.push(row);
      }
    }
    return found.slice(0, k);
  }

  function neighbour(row: VectorRow, of: VectorRow): HeartNeighbour {
    const { measures, created } = heart(row.heart_id);
    return {
      result: row.heart_id,
      studyUid: row.uid,
      distance: Math.max(0, 1 - dot(vectorOf(of.vector), vectorOf(row.vector))),
      measures,
      samePatient: isSamePatient(row, of),
      created,
    };
  }

  return {
    indexed: vectors.indexed,
    embeddedBy: (id) => embedded(id).weights_sha256,
    embeddedByOthers(weightsSha256) {
      const rows = database.all(
        tables
          .selectFrom('heart_embeddings')
          .select('heart_id')
          .where('weights_sha256', '!=', weightsSha256)
          .orderBy('seq'),
      );
      return rows.map((row) => row.heart_id);
    },
    embed(id, weightsSha256, embedding) {
      writingSession(context);
      database.transaction(() => {
        const known = tables.selectFrom('hearts').select('id').where('id', '=', id);
        if (database.first(known) === undefined) throw notFound('result');
        vectors.put(id, weightsSha256, embedding);
      });
    },
    similar(id, { k, samePatient, plain = false }) {
      const of = embedded(id);
      const vector = vectorOf(of.vector);
      for (let ask = k + spare; ; ask *= askMore) {
        const nearest = plain ? null : vectors.nearest(of.weights_sha256, vector, ask);
        const candidates = nearest ?? vectors.all(of.weights_sha256, vector);
        const rows = shown(candidates, of, k, samePatient);
        if (rows.length < k && nearest !== null && nearest.length === ask) continue;
        return rows.map((row) => neighbour(row, of)).sort((a, b) => a.distance - b.distance);
      }
    },
  };
}

function visibleVectors() {
  return tables
    .selectFrom('heart_embeddings')
    .innerJoin('hearts', 'hearts.id', 'heart_embeddings.heart_id')
    .innerJoin('studies', 'studies.uid', 'hearts.study_uid')
    .selectAll('heart_embeddings')
    .select([
      'studies.uid',
      'studies.patient_id',
      'studies.patient_name',
      'studies.patient_birth_date',
      'studies.patient_sex',
    ])
    .where('studies.hidden_at', 'is', null);
}
