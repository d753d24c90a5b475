import type { HeartParams } from '../../studies/library/heart-records.ts';
import type { HeartCard } from '../runtime/card.ts';
import { openGraphs, type GraphSet } from '../runtime/graph-set.ts';
import { readCardOf, readRole, weightsHash } from '../runtime/weights.ts';
import type { HeartRole } from './card-shape.ts';
import { graphs } from './graph-shapes.ts';

/** The four graphs of one set of weights; `batch` is B of the segmentation. */
export interface HeartNetworks extends GraphSet<HeartRole> {
  readonly card: HeartCard;
  readonly weightsSha256: string;
  /** float32 [n][128], embeddings of training hearts; null when the card names none. */
  bank(): Promise<Float32Array | null>;
}

/**
 * Reads a model's card and prepares its graphs. The two large ones run on the provider asked for,
 * after a test against the CPU; the small ones on the CPU.
 *
 * Throws model/card-unreadable; `run` throws model/weights-missing, hash-mismatch,
 * weights-unreadable or wrong-network.
 */
export async function openHeart(
  modelDir: string,
  { provider, threads }: { provider: HeartParams['provider']; threads: number },
): Promise<HeartNetworks> {
  const card = await readCardOf(modelDir, 'whole-heart');
  const set = openGraphs<HeartRole>({
    modelDir,
    card,
    graphs,
    large: ['encoder', 'segmentation'],
    provider,
    threads,
  });
  return Object.assign(set, {
    card,
    weightsSha256: weightsHash(card),
    async bank() {
      if (!card.weights.some(({ role }) => role === 'bank')) return null;
      const { bytes } = await readRole(modelDir, card, 'bank');
      const copy = bytes.slice();
      return new Float32Array(copy.buffer, 0, Math.floor(copy.length / 4));
    },
  });
}
