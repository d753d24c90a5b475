import { join } from 'node:path';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { bars, type Bar } from './bars.ts';
import type { Cost } from './cost.ts';
import { EvaluationRun, type EvaluateOptions, type EvaluateTools } from './evaluation-run.ts';
import { checkForeign, type ForeignRow } from './foreign.ts';
import { dataFolder, heldOutCases } from './held-out.ts';
import type { LesionCheck } from './lesion-check.ts';
import type { LoopCheck } from './loop-check.ts';
import { openNetwork } from './network.ts';
import type { ParityCheck } from './parity.ts';
import { fullPlan, quickPlan } from './plan.ts';
import type { PositionRow } from './position-check.ts';
import { Ledger, type Row } from './rows.ts';
import type { SeamCheck } from './seams.ts';
import type { ShiftRow } from './shift-check.ts';
import { meanRows, type MeanRow } from './table.ts';
import { tunedTv } from './tuned-tv.ts';

export interface MethodBars {
  readonly method: string;
  readonly bars: readonly Bar[];
}

export interface Evaluation {
  readonly model: 'mindi3d';
  readonly version: string;
  readonly weights: { readonly default: string; readonly oneShot: string | null };
  readonly quick: boolean;
  /** Cases that were evaluated, and those whose CT is not at hand. */
  readonly cases: readonly string[];
  readonly skipped: readonly string[];
  readonly bars: readonly MethodBars[];
  readonly means: readonly MeanRow[];
  readonly rows: readonly Row[];
  readonly lesions: LesionCheck;
  readonly positions: readonly PositionRow[];
  readonly shifts: readonly ShiftRow[];
  readonly foreign: readonly ForeignRow[];
  readonly loop: LoopCheck;
  readonly seams: SeamCheck;
  readonly parity: ParityCheck | null;
  readonly cost: Cost;
}

/**
 * The whole evaluation of mindi3d.md, section 6.6, on the frozen held-out cases, each method through
 * the application's own pipeline. What was computed before under `outDir` with the same weights is
 * taken from there.
 *
 * Throws SparrowError evaluate/no-cases, evaluate/case-unreadable, model/*, or the signal's reason.
 */
export async function evaluateMindi3d(
  options: EvaluateOptions,
  tools: EvaluateTools,
): Promise<Evaluation> {
  const { modelDir, outDir, threads } = options;
  const network = (await openNetwork(modelDir, 'default', { ...tools, threads }))!;
  const oneShot = await openNetwork(modelDir, 'one-shot', { ...tools, threads });
  try {
    const all = await heldOutCases(dataFolder(options.dataDir));
    const wanted = all.filter(({ id }) => id.includes(options.only ?? ''));
    const here = wanted.filter(({ file }) => file !== null);
    const planned = { network, oneShot, tv: await tunedTv(), beam: tools.beam };
    const plan = (options.quick ? quickPlan : fullPlan)(here, { ...planned, signal: tools.signal });
    if (plan.cases.length === 0) throw new SparrowError('evaluate/no-cases');
    const ledger = await Ledger.open(join(outDir, 'ledger.jsonl'));
    const run = new EvaluationRun(options, tools, plan, ledger, network);
    const evaluated = await run.cases();
    const once = await run.once(threads);
    const rows = evaluated.flatMap((one) => one.rows);
    const means = meanRows(rows);
    const checks = {
      rows,
      means,
      ...once,
      lesions: {
        lesions: evaluated.flatMap((one) => one.lesions.lesions),
        controls: evaluated.flatMap((one) => one.lesions.controls),
      },
      positions: evaluated.flatMap((one) => one.positions),
      shifts: evaluated.flatMap((one) => one.shifts),
    };
    const { foreignDir } = options;
    return {
      model: 'mindi3d',
      version: network.weights.card.version,
      weights: { default: network.weights.sha256, oneShot: oneShot?.weights.sha256 ?? null },
      quick: options.quick,
      cases: plan.cases.map(({ id }) => id),
      skipped: wanted.filter(({ file }) => file === null).map(({ id }) => id),
      bars: plan.judged.map(({ name }) => ({
        method: name,
        bars: bars({ ...checks, method: name }),
      })),
      foreign: foreignDir ? await checkForeign(network, tools.beam, foreignDir, ledger) : [],
      ...checks,
    };
  } finally {
    await network.release();
    await oneShot?.release();
  }
}
