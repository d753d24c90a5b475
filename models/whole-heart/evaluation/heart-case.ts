import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openNpy } from './npy.ts';

/** Sets of models/training/heart/split_hearts.json. 'reacquired': hearts of 'test', scanned again. */
export const caseSets = ['test', 'shifted', 'heldout', 'reacquired', 'gallery'] as const;
export type CaseSet = (typeof caseSets)[number];

/** One phantom heart as the network is given it, with the truth. */
export interface HeartCase {
  readonly set: CaseSet;
  readonly seed: number;
  /** Kind of heart: normal, dilated, ... */
  readonly kind: string;
  /** uint8 [9][24][96][96]. */
  readonly images: Uint8Array;
  /** True classes on the same pixels. */
  readonly labels: Uint8Array;
  readonly present: readonly number[];
  /** [9][12]. */
  readonly geometry: readonly number[];
  /** In the order of headMeasures. */
  readonly truth: readonly number[];
  /** [24][2] mL: left and right ventricle. */
  readonly curves: readonly number[];
}

/** A case that can be read when its turn comes. */
export interface CaseFile {
  readonly set: CaseSet;
  readonly seed: number;
  read(): Promise<HeartCase>;
}

/** Hearts of the test folder from this seed on are only looked through, not judged. */
const firstOfGallery = 1_000_600;

/**
 * Cases in shards of models/training/heart/make_hearts.py: `DIR/SET/meta-N.jsonl` and its arrays
 * beside it, in the order of their seeds. Empty where the folder is missing.
 */
export async function shardCases(dir: string): Promise<CaseFile[]> {
  const found: CaseFile[] = [];
  for (const set of caseSets) {
    const folder = join(dir, set);
    const names = await readdir(folder).catch(() => []);
    for (const name of names) {
      const stem = /^meta-(\d+)\.jsonl$/.exec(name)?.[1];
      if (stem === undefined) continue;
      const lines = (await readFile(join(folder, name), 'utf8')).trim().split('\n');
      lines.forEach((line, row) => {
        const meta = JSON.parse(line) as { seed: number; class: string };
        const own = set === 'test' && meta.seed >= firstOfGallery ? 'gallery' : set;
        found.push({
          set: own,
          seed: meta.seed,
          read: () => readCase(folder, stem, row, own, meta),
        });
      });
    }
  }
  return found.sort((a, b) => caseSets.indexOf(a.set) - caseSets.indexOf(b.set) || a.seed - b.seed);
}

async function readCase(
  folder: string,
  stem: string,
  row: number,
  set: CaseSet,
  meta: { seed: number; class: string },
): Promise<HeartCase> {
  const of = async (name: string) => (await openNpy(join(folder, `${name}-${stem}.npy`))).row(row);
  const numbers = async (name: string) => [...(await of(name))];
  return {
    set,
    seed: meta.seed,
    kind: meta.class,
    images: (await of('images')) as Uint8Array,
    labels: (await of('labels')) as Uint8Array,
    present: await numbers('mask'),
    geometry: await numbers('geometry'),
    truth: await numbers('truth'),
    curves: await numbers('curves'),
  };
}
