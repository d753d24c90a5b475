import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';

/** A frozen case: never seen in training or in tuning. */
export interface HeldOutCase {
  readonly id: string;
  readonly set: 'real' | 'phantom';
  readonly source: string;
  /** The file it is made from; null when it is not at hand. */
  readonly file: string | null;
  /** Part of the name that its pictures have inside an archive. */
  readonly within: string;
  /** Columns, rows and slices of the reconstruction, and its voxel size. */
  readonly counts: readonly [number, number, number];
  readonly spacingMm: number;
}

const splitSchema = z.looseObject({
  cases: z.array(
    z.looseObject({
      id: z.string(),
      split: z.string(),
      source: z.string(),
      kind: z.enum(['real', 'phantom']),
    }),
  ),
});

const root = join(import.meta.dirname, '../../..');
const splitFile = join(root, 'models/training/split.json');
const phantomFolder = join(import.meta.dirname, 'cases');

/** Where the CT of a source lies in the data folder, as models/training/ct_sources.py has it. */
const sources: Readonly<Record<string, { path: string; within?: string }>> = {
  'torso-ts': { path: 'ct/torso-totalsegmentator/example_ct.nii.gz' },
  breast: {
    path: 'rt/breast-ct-struct-plan/boost-breast-CT98-RTSTRUCT-RTPLAN.zip',
    within: 'CT/',
  },
};

/** Grids of the test cases, as models/training/make_data.py has them. */
const grids: Readonly<Record<string, { counts: HeldOutCase['counts']; spacingMm: number }>> = {
  'torso-ts': { counts: [160, 160, 112], spacingMm: 2.4 },
  breast: { counts: [160, 160, 112], spacingMm: 2.5 },
  phantom: { counts: [112, 112, 64], spacingMm: 3 },
};
const cropGrid = { counts: [112, 112, 64] as const, spacingMm: 2 };

/** Folder of the real CT: the one named, or SPARROW_DATA, or ../shared/data beside the repository. */
export function dataFolder(named?: string): string {
  return named ?? process.env['SPARROW_DATA'] ?? join(root, '../shared/data');
}

/** The held-out cases of split.json, real ones first. Throws evaluate/no-split. */
export async function heldOutCases(data: string): Promise<HeldOutCase[]> {
  const split = await readFile(splitFile, 'utf8')
    .then((text) => splitSchema.parse(JSON.parse(text)))
    .catch((cause: unknown) => {
      throw new SparrowError('evaluate/no-split', { file: 'split.json' }, { cause });
    });
  return split.cases
    .filter((entry) => entry.split === 'test')
    .map(({ id, source, kind }): HeldOutCase => {
      const { path, within = '' } = sourceOf(id, source, data);
      const file = existsSync(path) ? path : null;
      return { id, set: kind, source, file, within, ...(grids[source] ?? cropGrid) };
    })
    .sort((a, b) => Number(a.set === 'phantom') - Number(b.set === 'phantom'));
}

function sourceOf(id: string, source: string, data: string): { path: string; within?: string } {
  if (source === 'phantom') return { path: join(phantomFolder, `${id}.nrrd`) };
  const known = sources[source];
  if (known !== undefined) return { ...known, path: join(data, known.path) };
  return { path: join(data, 'ct/sts-crops', `STS_${source.slice(4)}-2mm.nii.gz`) };
}
