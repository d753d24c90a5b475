import { join, resolve } from 'node:path';
import { shardCases } from './heart-case.ts';
import { packCase } from './packed-cases.ts';

/**
 * Packs the frozen subset of `evaluate whole-heart --quick` from shards of make_hearts.py.
 *
 *     node models/whole-heart/evaluation/pack-cases.ts DIR
 */
const quickSet: Readonly<Record<string, number>> = {
  test: 4,
  shifted: 1,
  heldout: 1,
  reacquired: 1,
};
const dir = process.argv[2];
if (dir === undefined) throw new Error('name the folder of the shards');
const left = { ...quickSet };
for (const one of await shardCases(resolve(dir))) {
  if ((left[one.set] ?? 0) <= 0) continue;
  left[one.set]!--;
  console.log(await packCase(join(import.meta.dirname, 'cases'), await one.read()));
}
