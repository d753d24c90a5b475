import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import { cardSchema, type ModelCard } from './card.ts';

export interface VerifiedWeights {
  readonly card: ModelCard;
  readonly file: string;
  readonly sha256: string;
  /** An ONNX model, whole in memory: native code cannot read inside a packed application. */
  readonly bytes: Uint8Array;
}

/** Reads card.json of a model's folder. Throws model/card-unreadable. */
export async function readCard(modelDir: string): Promise<ModelCard> {
  try {
    return cardSchema.parse(JSON.parse(await readFile(join(modelDir, 'card.json'), 'utf8')));
  } catch (cause) {
    throw new SparrowError('model/card-unreadable', { file: 'card.json' }, { cause });
  }
}

/**
 * Reads the weights that the card names for a role and checks their SHA-256 against it, so that a
 * result's provenance cannot name other weights than those that computed it.
 *
 * Throws model/card-unreadable, model/weights-missing or model/hash-mismatch.
 */
export async function readWeights(modelDir: string, role = 'default'): Promise<VerifiedWeights> {
  const card = await readCard(modelDir);
  const entry = card.weights.find((weights) => weights.role === role);
  if (entry === undefined) throw new SparrowError('model/card-unreadable', { file: 'card.json' });
  const file = basename(entry.file);
  const bytes = await readFile(join(modelDir, 'weights', file)).catch((cause: unknown) => {
    throw new SparrowError('model/weights-missing', { file }, { cause });
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== entry.sha256) throw new SparrowError('model/hash-mismatch', { file });
  return { card, file, sha256, bytes };
}
