import { join } from 'node:path';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import { dataFolder, heldOutCases, type HeldOutCase } from '../../mindi3d/evaluation/held-out.ts';
import { openNetwork } from '../../mindi3d/evaluation/network.ts';
import { tunedTv } from '../../mindi3d/evaluation/tuned-tv.ts';
import { KeptRows } from '../../whole-heart/evaluation/kept-rows.ts';
import { allArms, fullArm, plainArms } from './arms.ts';
import { CaseVolumes } from './case-volumes.ts';
import type { CaptureRow, JudgedRow } from './judged-rows.ts';
import type { MatchRow } from './match-rows.ts';
import { matcherVersions } from './matcher-version.ts';
import { frozenOffsets, offsetsOfCase, type Offset } from './offsets.ts';
import { positionCase } from './position-case.ts';
import { PositioningRun } from './positioning-run.ts';
import { armRows, refusalRows, type ArmRow, type RefusalRow } from './tables.ts';

export interface EvaluatePositioningOptions {
  /** Folder of MInDI-3D's card and weights. */
  readonly modelDir: string;
  readonly outDir: string;
  readonly dataDir?: string;
  /** One phantom, five offsets, three of the arms. */
  readonly quick: boolean;
  /** At most so many cases of each set. */
  readonly limit: number;
  /** Which share of the cases this process computes, from 0, of how many. */
  readonly shard: readonly [part: number, parts: number];
  readonly threads: number;
}

export interface EvaluatePositioningTools {
  readonly beam: ConeBeam;
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
  /** Told what was found so far after every part of the evaluation. */
  readonly onStage: (found: PositioningEvaluation) => Promise<void>;
}

export interface PositioningEvaluation {
  readonly quick: boolean;
  /** Stands for the matching code that was measured. */
  readonly matcher: string;
  /** Of MInDI-3D; null where it took no part. */
  readonly weights: string | null;
  readonly cases: readonly string[];
  readonly skipped: readonly string[];
  readonly arms: readonly string[];
  readonly table: readonly ArmRow[];
  readonly byCase: readonly ArmRow[];
  readonly refusals: readonly RefusalRow[];
  readonly capture: readonly CaptureRow[];
  readonly rows: readonly MatchRow[];
  readonly judged: readonly JudgedRow[];
}

const quickOffsets = 5;
/** Offsets of each case that are scanned anew. */
const rescans = 3;

/**
 * How well scans of few views position a patient (mindi3d.md, section 6.6, bar 9, and more): the
 * held-out patients moved by frozen offsets, matched to their own planning CT by the application's own
 * match. What was computed before under `outDir` with the same matching code is taken from there.
 *
 * Throws SparrowError evaluate/no-cases, evaluate/case-unreadable, model/*, or the signal's reason.
 */
export async function evaluatePositioning(
  options: EvaluatePositioningOptions,
  tools: EvaluatePositioningTools,
): Promise<PositioningEvaluation> {
  const { outDir, quick, limit, shard, threads } = options;
  const { beam, signal, note } = tools;
  const all = await heldOutCases(dataFolder(options.dataDir));
  const offsets = await frozenOffsets();
  const wanted = quick
    ? all.filter(({ set }) => set === 'phantom').slice(0, 1)
    : limited(all, limit);
  const here = wanted.filter(({ file }) => file !== null);
  if (here.length === 0) throw new SparrowError('evaluate/no-cases');
  const network = quick
    ? null
    : await openNetwork(options.modelDir, 'default', { beam, threads, signal });
  try {
    const arms = network
      ? allArms({ network, oneShot: null, tv: await tunedTv(), beam, signal })
      : plainArms;
    const matchers = await matcherVersions();
    const kept = await KeptRows.open(outDir, `rows-${shard[0]}-of-${shard[1]}`);
    const volumes: CaseVolumes[] = [];
    for (const entry of here) {
      volumes.push(new CaseVolumes(await positionCase(entry), join(outDir, 'volumes'), tools));
    }
    const run = new PositioningRun(volumes, arms, { kept, matchers, beam, signal }, note);
    const found = (): PositioningEvaluation => ({
      quick,
      matcher: matchers.match,
      weights: network?.weights.sha256 ?? null,
      cases: here.map(({ id }) => id),
      skipped: wanted.filter(({ file }) => file === null).map(({ id }) => id),
      arms: arms.map(({ name }) => name),
      table: armRows(run.rows, fullArm.name, 'set'),
      byCase: armRows(run.rows, fullArm.name, 'case'),
      refusals: refusalRows(run.judged),
      capture: run.capture,
      rows: run.rows,
      judged: run.judged,
    });
    const placeOf = (own: CaseVolumes) => all.findIndex(({ id }) => id === own.case.id);
    const shared = volumes.filter((own) => placeOf(own) % shard[1] === shard[0]);
    const each = async (stage: (own: CaseVolumes, offsets: readonly Offset[]) => Promise<void>) => {
      for (const own of shared) await stage(own, offsetsOfCase(offsets, placeOf(own), all.length));
      await tools.onStage(found());
    };
    // What tells most comes first, so that an interrupted run has something to say.
    await each((own, its) => run.moved(own, its.slice(0, quickOffsets)));
    await each((own, its) => run.pairs(own, its[0]!));
    await each((own, its) => run.rescanned(own, its.slice(0, quick ? 1 : rescans)));
    if (!quick) {
      await run.captures(shared);
      await each((own, its) => run.moved(own, its.slice(quickOffsets)));
    }
    return found();
  } finally {
    await network?.release();
  }
}

function limited(cases: readonly HeldOutCase[], limit: number): HeldOutCase[] {
  return [...Map.groupBy(cases, ({ set }) => set).values()].flatMap((of) => of.slice(0, limit));
}
