import { defineStore } from 'pinia';
import { callBinary } from '../client/call.ts';
import { fetchViews } from '../client/projections.ts';
import type { ResultRecord } from '../../studies/library/records.ts';

/** One view of a result's evidence, line integrals [u][v]. */
export interface EvidenceView {
  readonly measured: Float32Array;
  /** Computed minus measured; zero for rays that are not compared. */
  readonly residual: Float32Array;
}

/** Views kept; results never change, so what was read stays true. */
const keptViews = 48;

/** Measured and recomputed views, read when they are looked at. */
export const useEvidence = defineStore('evidence', () => {
  const known = new Map<string, Promise<EvidenceView>>();

  /**
   * The `n`-th view that was compared, which is view `measuredView` of the projections. Throws
   * ClientError.
   */
  function view(result: ResultRecord, n: number, measuredView: number): Promise<EvidenceView> {
    const key = `${result.id} ${n}`;
    const found = known.get(key) ?? read(result, n, measuredView);
    known.delete(key);
    known.set(key, found);
    found.catch(() => known.delete(key));
    for (const oldest of known.keys()) {
      if (known.size <= keptViews) break;
      known.delete(oldest);
    }
    return found;
  }

  return { view };
});

async function read(result: ResultRecord, n: number, measuredView: number): Promise<EvidenceView> {
  const { evidence } = result;
  if (!evidence) throw new RangeError('no evidence');
  const [measured, response] = await Promise.all([
    fetchViews(evidence.projectionsId, measuredView, measuredView + 1),
    callBinary('GET /api/results/:id/residual', { params: { id: result.id }, query: { view: n } }),
  ]);
  return { measured, residual: new Float32Array(await response.arrayBuffer()) };
}
