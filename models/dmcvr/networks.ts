import type { DenseParams } from '../../studies/library/dense-records.ts';
import type { DenseCard } from '../runtime/card.ts';
import { openGraphs, type GraphSet } from '../runtime/graph-set.ts';
import { readCardOf, weightsHash } from '../runtime/weights.ts';
import { graphs, type DenseRole } from './graph-shapes.ts';

/** The graphs of DMCVR. */
export interface DenseNetworks {
  readonly card: DenseCard;
  readonly weightsSha256: string;
  readonly graphs: GraphSet<DenseRole>;
}

/**
 * Reads the card and prepares the graphs; the denoisers run on the provider asked for, after a test
 * against the CPU. Throws model/card-unreadable; running one throws model/weights-missing,
 * hash-mismatch, weights-unreadable or wrong-network.
 */
export async function openDense(
  modelDir: string,
  { provider, threads }: { provider: DenseParams['provider']; threads: number },
): Promise<DenseNetworks> {
  const card = await readCardOf(modelDir, 'dmcvr');
  const large: DenseRole[] = ['denoise', 'denoise-middle'];
  return {
    card,
    weightsSha256: weightsHash(card),
    graphs: openGraphs({ modelDir, card, graphs, large, provider, threads }),
  };
}
