import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CardOf, ModelId } from '../../../models/runtime/card.ts';
import {
  readAllWeights,
  readCard,
  readCardOf,
  weightsHash,
} from '../../../models/runtime/weights.ts';
import type { Doctor } from '../contract/shapes.ts';
import type { ModelsService } from './services.ts';

export interface Model<Id extends ModelId = ModelId> {
  dir: string;
  card: CardOf<Id>;
  /** What the card says; the process that loads the weights checks it. */
  weightsSha256: string;
}

/** The models that lie in a folder, each in a folder of its own with card.json and weights/. */
export interface Models extends ModelsService {
  /** Throws `model/card-unreadable` when the folder holds no such model. */
  find<Id extends ModelId>(id: Id): Promise<Model<Id>>;
  /** Reads every weights file and checks it: what `doctor` prints. */
  verified(): Promise<Doctor['models']>;
}

export function createModels(modelsDir: string): Models {
  async function dirs(): Promise<string[]> {
    const entries = await readdir(modelsDir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name === 'card.json')
      .map((entry) => entry.parentPath)
      .sort();
  }
  return {
    list: async () => Promise.all((await dirs()).map(readCard)),
    async find(id) {
      const dir = join(modelsDir, id);
      const card = await readCardOf(dir, id);
      return { dir, card, weightsSha256: weightsHash(card) };
    },
    async verified() {
      const found: Doctor['models'] = [];
      for (const dir of await dirs()) {
        const { card, sha256 } = await readAllWeights(dir);
        const trainedOn = card.training.data.map(({ name }) => name).join(', ');
        found.push({ id: card.id, version: card.version, sha256, trainedOn });
      }
      return found;
    },
  };
}
