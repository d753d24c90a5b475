import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import { denseRoles } from '../dmcvr/graph-shapes.ts';
import { heartRoles } from '../whole-heart/card-shape.ts';
import {
  cardSchema,
  type CardOf,
  type ModelCard,
  type ModelId,
  type RestorationCard,
} from './card.ts';

export interface WeightsFile {
  readonly file: string;
  readonly sha256: string;
  /** An ONNX model, whole in memory: native code cannot read inside a packed application. */
  readonly bytes: Uint8Array;
}

export interface VerifiedWeights extends WeightsFile {
  readonly card: RestorationCard;
}

/** Reads card.json of a model's folder. Throws model/card-unreadable. */
export async function readCard(modelDir: string): Promise<ModelCard> {
  try {
    return cardSchema.parse(JSON.parse(await readFile(join(modelDir, 'card.json'), 'utf8')));
  } catch (cause) {
    throw cardUnreadable({ cause });
  }
}

/** The card of a model that must be this one. Throws model/card-unreadable. */
export async function readCardOf<Id extends ModelId>(
  modelDir: string,
  id: Id,
): Promise<CardOf<Id>> {
  const card = await readCard(modelDir);
  if (!isCardOf(card, id)) throw cardUnreadable();
  return card;
}

export function isCardOf<Id extends ModelId>(card: ModelCard, id: Id): card is CardOf<Id> {
  return card.id === id;
}

/**
 * Reads the weights that MInDI-3D's card names for a role and checks their SHA-256 against it, so that
 * a result's provenance cannot name other weights than those that computed it.
 *
 * Throws model/card-unreadable, model/weights-missing or model/hash-mismatch.
 */
export async function readWeights(modelDir: string, role = 'default'): Promise<VerifiedWeights> {
  const card = await readCardOf(modelDir, 'mindi3d');
  return { card, ...(await readRole(modelDir, card, role)) };
}

/** The weights of one role, checked. Throws as `readWeights` does. */
export async function readRole(
  modelDir: string,
  card: ModelCard,
  role: string,
): Promise<WeightsFile> {
  const entry = card.weights.find((weights) => weights.role === role);
  if (entry === undefined) throw cardUnreadable();
  return readFileOf(modelDir, entry);
}

/** Every file that a card names, by role, checked. Throws as `readWeights` does. */
export async function readAllWeights(
  modelDir: string,
): Promise<{ card: ModelCard; sha256: string; files: ReadonlyMap<string, WeightsFile> }> {
  const card = await readCard(modelDir);
  const files = new Map<string, WeightsFile>();
  for (const entry of card.weights) files.set(entry.role, await readFileOf(modelDir, entry));
  return { card, sha256: weightsHash(card), files };
}

/**
 * One hash for a model: that of its default weights, or, of a model of several graphs, the SHA-256
 * over the graphs' hashes (hexadecimal, joined) in the order of their roles.
 */
export function weightsHash(card: ModelCard): string {
  const of = (role: string) => card.weights.find((entry) => entry.role === role)?.sha256 ?? '';
  if (card.id === 'mindi3d') return of('default') || (card.weights[0]?.sha256 ?? '');
  const roles: readonly string[] = card.id === 'dmcvr' ? denseRoles : heartRoles;
  return createHash('sha256').update(roles.map(of).join('')).digest('hex');
}

async function readFileOf(
  modelDir: string,
  entry: ModelCard['weights'][number],
): Promise<WeightsFile> {
  const file = basename(entry.file);
  const bytes = await readFile(join(modelDir, 'weights', file)).catch((cause: unknown) => {
    throw new SparrowError('model/weights-missing', { file }, { cause });
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== entry.sha256) throw new SparrowError('model/hash-mismatch', { file });
  return { file, sha256, bytes };
}

function cardUnreadable(options?: ErrorOptions): SparrowError {
  return new SparrowError('model/card-unreadable', { file: 'card.json' }, options);
}
