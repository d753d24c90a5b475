import { join } from 'node:path';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { openHeart, type HeartNetworks } from '../networks.ts';
import type { CaseRow } from './case-row.ts';
import { evaluateCase, type Depth } from './evaluate-case.ts';
import { shardCases, type CaseFile } from './heart-case.ts';
import { KeptRows } from './kept-rows.ts';
import { packedCases } from './packed-cases.ts';
import { realCases, type RealOptions, type RealRow, type RealTools } from './real-cases.ts';
import { recordedRows, type Recorded } from './recorded.ts';
import { tableOf } from './table.ts';
import type { TableRow } from './table-row.ts';

export interface EvaluateHeartOptions extends RealOptions {
  /** Shards of make_hearts.py by set; the packed cases of the repository when null. */
  readonly casesDir: string | null;
  /** For the rows that were computed. */
  readonly outDir: string;
  /** At most so many cases of each set. */
  readonly limit: number;
}

export interface HeartEvaluation {
  readonly model: 'whole-heart';
  readonly version: string;
  readonly weightsSha256: string;
  readonly cases: Readonly<Record<string, number>>;
  readonly table: readonly TableRow[];
  readonly real: readonly RealRow[];
  readonly recorded: Recorded;
}

/** How many cases of a set get more than their numbers: planes left out, and faults. */
const deepCases = { missing: 60, everything: 34 };

/**
 * The evaluation of whole-heart.md, section 6.8, through the application's own pipeline from the
 * network's input on, and of real studies through the whole of it. What was computed before under
 * `outDir` with the same weights is taken from there.
 *
 * Throws SparrowError evaluate/no-cases or model/*, or the signal's reason.
 */
export async function evaluateHeart(
  options: EvaluateHeartOptions,
  tools: RealTools,
): Promise<HeartEvaluation> {
  const { modelDir, outDir, threads, shard } = options;
  const networks = await openHeart(modelDir, { provider: 'cpu', threads });
  try {
    const wanted = await casesOf(options);
    if (wanted.length === 0) throw new SparrowError('evaluate/no-cases');
    const kept = await KeptRows.open(outDir, `rows-${shard[0]}-of-${shard[1]}`);
    const rows: CaseRow[] = [];
    for (const [n, { file, depth }] of wanted.entries()) {
      const key = `${networks.weightsSha256.slice(0, 16)}/${depth}/${file.set}/${file.seed}`;
      const mine = n % shard[1] === shard[0];
      if (!mine && kept.get(key) === undefined) continue;
      rows.push(await kept.once(key, () => evaluateOne(networks, file, depth, tools)));
      tools.note(`${n + 1}/${wanted.length} ${file.set} ${file.seed}`);
    }
    const real = await realCases(networks, options, tools, kept);
    const recorded = await recordedRows();
    const count = (set: string) => rows.filter((row) => row.set === set).length;
    return {
      model: 'whole-heart',
      version: networks.card.version,
      weightsSha256: networks.weightsSha256,
      cases: Object.fromEntries([...new Set(rows.map(({ set }) => set))].map((s) => [s, count(s)])),
      table: tableOf(networks.card, rows, real, recorded),
      real,
      recorded,
    };
  } finally {
    await networks.release();
  }
}

async function casesOf({ casesDir, limit }: EvaluateHeartOptions) {
  const files =
    casesDir === null
      ? await packedCases(join(import.meta.dirname, 'cases'))
      : await shardCases(casesDir);
  return [...Map.groupBy(files, ({ set }) => set).values()].flatMap((ofSet) =>
    ofSet.slice(0, limit).map((file, n) => ({ file, depth: depthOf(file, n) })),
  );
}

function depthOf({ set }: CaseFile, n: number): Depth {
  if (set !== 'test' || n >= deepCases.missing) return 'numbers';
  return n < deepCases.everything ? 'everything' : 'missing';
}

async function evaluateOne(
  networks: HeartNetworks,
  file: CaseFile,
  depth: Depth,
  { signal }: RealTools,
): Promise<CaseRow> {
  try {
    return await evaluateCase(networks, await file.read(), depth, () => signal.aborted);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
