import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { denseParamsSchema, type DenseMethod } from '../../../studies/library/dense-records.ts';
import { heartCorrectionsSchema } from '../../../studies/library/heart-records.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { KeptRows } from '../../whole-heart/evaluation/kept-rows.ts';
import type { RealName } from '../../whole-heart/evaluation/real-cases.ts';
import type { TableRow } from '../../whole-heart/evaluation/table-row.ts';
import type { HeartVolume } from '../../whole-heart/messages.ts';
import type { DenseRun } from '../dense-run.ts';
import { openDense, type DenseNetworks } from '../networks.ts';
import { runDense } from '../run-dense.ts';
import { denseCases, type DenseCaseFile } from './dense-case.ts';
import { evaluateCase, type CaseRow, type Depth } from './evaluate-case.ts';
import type { RealDenseRow } from './real-rows.ts';
import { tableOf, type Parity } from './table.ts';
import { timed, type Timing } from './timing.ts';

export interface EvaluateDenseOptions {
  readonly modelDir: string;
  /** Folder with a folder for each set of cases. */
  readonly casesDir: string;
  /** Where finished rows are kept. */
  readonly outDir: string;
  readonly threads: number;
  /** At most so many cases of each set. */
  readonly limit: number;
  /** Which share of the cases this process computes, from 0, of how many. */
  readonly shard: readonly [part: number, parts: number];
}

export interface EvaluateDenseTools {
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
  /** Cine volumes of a real study, or null where its data are not at hand. */
  readonly real: (name: RealName) => Promise<readonly HeartVolume[] | null>;
}

export interface DenseEvaluation {
  readonly model: 'dmcvr';
  readonly version: string;
  readonly weightsSha256: string;
  readonly defaultMethod: DenseMethod;
  readonly cases: Readonly<Record<string, number>>;
  readonly table: readonly TableRow[];
  readonly real: readonly RealDenseRow[];
}

const sets = ['test', 'shifted', 'heldout'] as const;
const realNames = ['SCD0000101', 'SCD0000201', 'pig'] as const;

/** How many cases of a set are also decoded by diffusion, and taken apart. */
const diffusionCases = { test: 6, others: 2 };
const ablationCases = 2;

/**
 * Gates G-a to G-i of dmcvr.md, section 6.7, through the application's own pipeline. What was
 * computed before under `outDir` with the same weights is taken from there.
 *
 * Throws SparrowError evaluate/no-cases or model/*, or the signal's reason.
 */
export async function evaluateDense(
  options: EvaluateDenseOptions,
  tools: EvaluateDenseTools,
): Promise<DenseEvaluation> {
  const { modelDir, outDir, threads, casesDir, limit, shard } = options;
  const { signal, note } = tools;
  const networks = await openDense(modelDir, { provider: 'cpu', threads });
  const { card, graphs, weightsSha256 } = networks;
  try {
    const dense: DenseRun = {
      run: (role, inputs, batch) => graphs.run(role, inputs, batch),
      cancelled: () => signal.aborted,
      onWork: () => undefined,
    };
    const files = await denseCases(casesDir, sets);
    if (files.length === 0) throw new SparrowError('evaluate/no-cases');
    const wanted = [...Map.groupBy(files, ({ set }) => set)].flatMap(([set, ofSet]) =>
      ofSet.slice(0, limit).map((file, n) => ({ file, depth: depthOf(set, n) })),
    );
    const kept = await KeptRows.open(outDir, `rows-${shard[0]}-of-${shard[1]}`);
    const contoured = card.sliceLabels === 'contour';
    const key = `${weightsSha256.slice(0, 16)}-${card.sliceLabels}`;
    const timing = await kept.once<Timing>(`${key}/timing`, () => timed(dense));
    const rows: CaseRow[] = [];
    for (const [n, { file, depth }] of wanted.entries()) {
      const name = `${key}/${nameOf(depth)}/${file.set}/${file.seed}`;
      const mine = n % shard[1] === shard[0];
      if (!mine && kept.get(name) === undefined) continue;
      rows.push(await kept.once(name, () => caseOf(dense, file, depth, contoured, signal)));
      note(`${n + 1}/${wanted.length} ${file.set} ${file.seed}`);
    }
    const real = await realRows(networks, options, tools, kept);
    const count = (set: string) => rows.filter((row) => row.set === set).length;
    return {
      model: 'dmcvr',
      version: card.version,
      weightsSha256,
      defaultMethod: card.defaultMethod,
      cases: Object.fromEntries(sets.map((set) => [set, count(set)])),
      table: tableOf(card.defaultMethod, rows, real, {
        parity: await parityOf(),
        timing,
        threads,
      }),
      real,
    };
  } finally {
    await graphs.release();
  }
}

function depthOf(set: string, n: number): Depth {
  const few = set === 'test' ? diffusionCases.test : diffusionCases.others;
  return { diffusion: n < few, ablations: set === 'test' && n < ablationCases };
}

const nameOf = ({ diffusion, ablations }: Depth) =>
  ablations ? 'apart' : diffusion ? 'diffusion' : 'direct';

async function caseOf(
  dense: DenseRun,
  file: DenseCaseFile,
  depth: Depth,
  contoured: boolean,
  signal: AbortSignal,
) {
  try {
    return await evaluateCase(dense, await file.read(), depth, contoured);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

async function realRows(
  networks: DenseNetworks,
  { modelDir, threads }: EvaluateDenseOptions,
  { real, signal, note }: EvaluateDenseTools,
  kept: KeptRows,
): Promise<RealDenseRow[]> {
  const rows: RealDenseRow[] = [];
  for (const name of realNames) {
    const key = `${networks.weightsSha256.slice(0, 16)}/real/${name}`;
    const known = kept.get(key) as RealDenseRow | undefined;
    if (known) {
      rows.push(known);
      continue;
    }
    const volumes = await real(name);
    if (volumes === null) {
      note(`${name}: its data are not at hand`);
      continue;
    }
    rows.push(await kept.once(key, () => realRow(name, volumes, { modelDir, threads, signal })));
    note(name);
  }
  return rows;
}

/** The default for the volumes, and every method for the slices held back. */
async function realRow(
  name: RealName,
  volumes: readonly HeartVolume[],
  { modelDir, threads, signal }: { modelDir: string; threads: number; signal: AbortSignal },
): Promise<RealDenseRow> {
  const run = (method?: DenseMethod, phase: 'all' | number = 'all') =>
    runDense(
      {
        type: 'dense',
        modelDir,
        threads,
        volumes,
        corrections: heartCorrectionsSchema.parse({}),
        params: denseParamsSchema.parse({ provider: 'cpu', withhold: true, method, phase }),
        done: [],
      },
      { onProgress: () => undefined, onPhase: () => undefined, cancelled: () => signal.aborted },
    );
  const outcome = await run();
  const ed = outcome.phases[outcome.edPhase]!;
  const es = outcome.phases[outcome.esPhase]!;
  const others: RealDenseRow['withheld'][number][] = [];
  for (const method of ['between', 'dmcvr', 'dmcvr-middle'] as const)
    if (method !== outcome.method)
      for (const phase of [ed, es]) others.push(...(await run(method, phase)).withheld);
  const three = (of: typeof outcome.measures) => ({
    lvEdvMl: of.lvEdvMl.value,
    lvEsvMl: of.lvEsvMl.value,
    lvEfPct: of.lvEfPct.value,
  });
  return {
    name,
    withheld: outcome.withheld.map((row) => ({
      ...row,
      by: Object.assign(
        {},
        row.by,
        ...others
          .filter(({ planeId, phase }) => planeId === row.planeId && phase === row.phase)
          .map(({ by }) => by),
      ) as (typeof row)['by'],
    })),
    longAxis: outcome.longAxis,
    measures: three(outcome.measures),
    discs: three(outcome.discs),
    seconds: outcome.seconds,
  };
}

/** What the parity test measured, where it is recorded. */
async function parityOf(): Promise<Parity | null> {
  const text = await readFile(join(import.meta.dirname, 'parity.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Parity);
}
