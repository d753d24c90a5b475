import { setImmediate as turn } from 'node:timers/promises';
import { warning } from '../../studies/messages/sparrow-error.ts';
import { seenByAll } from '../../studies/tomography/simulation/seen-by-all.ts';
import { Cancelled } from '../runtime/cancellation.ts';
import { planTiles } from '../runtime/tiles.ts';
import { dataConsistentStart, refined, type Measured } from './data-consistent.ts';
import { EvidenceOf } from './evidence.ts';
import { frameOf, type Placement } from './measured-grid.ts';
import { phasePlan } from './phase-plan.ts';
import type { Restore, Restored } from './restoration.ts';
import { RunProgress, type Phase } from './run-progress.ts';
import { runSamples, stepsBehind } from './samples.ts';
import { startOf } from './start-of.ts';
import { assessedSteps, type StepPicture } from './step-pictures.ts';
import { tiledPrediction } from './tiled-prediction.ts';
import { TwoGrids } from './two-grids.ts';
import { watchedBeam } from './watched-beam.ts';

/**
 * Restores a sparse-view CBCT volume (HU, i fastest) by MInDI-3D: a data-consistent start where asked
 * for and possible, K steps of tiled predictions, a refinement on the projections where asked for,
 * back to HU, and the evidence. Blocks its thread for a tile at a time.
 *
 * Throws Cancelled, or SparrowError `model/no-projections` or `model/no-projections-start` when more
 * is asked for than there is.
 */
export const restore: Restore = async (request, tools) => {
  const { params, projections } = request;
  const { input, cancelled = () => false, beam } = tools;
  const views = beam === null ? null : (projections?.geometry.anglesDeg.length ?? null);
  const start = startOf(params.start, input, params.refine, views);
  const grids = new TwoGrids(request, input);
  const { workingHu: hu, table } = grids;
  const { dims } = grids.working;
  const plan = planTiles(dims, { tile: Math.min(...input.tile), overlap: input.overlap });
  const { passes, predict } = tiledPrediction(plan, hu, table, async (inputs, x0) => {
    // A turn of the event loop lets a cancel message in.
    await turn();
    if (cancelled()) throw new Cancelled();
    await tools.run(inputs, { x0 });
    told('network');
  });
  const pictures: StepPicture[] = [];
  const run = {
    hu,
    table,
    eps: params.samples === 1 ? (input.epsOneSample ?? input.eps) : input.eps,
    ...params,
    predict,
    onCheckpoint: tools.onCheckpoint ?? (() => Promise.resolve()),
    // Pictures of the steps before a checkpoint are gone, so a run that keeps them begins anew.
    resume: params.keepSteps ? null : (tools.resume ?? null),
    onState(step: number, x: Float32Array) {
      if (!params.keepSteps) return;
      pictures.push({ step, hu: grids.restored({ x0: x.slice(), spread: null }).hu });
    },
  };
  const clock = new RunProgress(
    phasePlan(request, tools, start, passes, dims),
    params.steps * params.samples,
    passes,
    stepsBehind(run.resume, run) * passes,
  );
  const told = (phase: Phase) => tools.onProgress?.(clock.tick(phase));
  const measured = (place: Placement, phase: Phase): Measured | null => {
    if (projections === null || beam === null) return null;
    const inside = seenByAll(frameOf(place), projections.geometry);
    const watched = watchedBeam(beam, { called: () => told(phase), cancelled });
    return { place, projections, inside, beam: watched };
  };

  let startHu: Int16Array | null = null;
  if (start === 'projections') {
    const at = measured(grids.working, 'start')!;
    startHu = await dataConsistentStart(at, hu, input.projectionsStart!);
    if (params.keepSteps) pictures.push({ step: 0, hu: grids.toOwn(startHu) });
  }
  const restored = grids.restored(await runSamples({ ...run, startHu: startHu ?? hu }));
  const result =
    params.refine > 0
      ? await refined(measured(grids.own, 'refine')!, restored.hu, params.refine)
      : restored.hu;

  const compared = request.evidence === false ? null : measured(grids.own, 'evidence');
  const evidenceOf = compared && new EvidenceOf(compared);
  const evidence = evidenceOf && (await evidenceOf.whole(result, request.hu));
  return {
    hu: result,
    spreadHu: restored.spreadHu,
    start,
    startHu: startHu && grids.toOwn(startHu),
    steps: await assessedSteps(pictures, request, evidenceOf),
    evidence,
    warnings: warningsOf(grids, evidence),
  };
};

function warningsOf({ change }: TwoGrids, evidence: Restored['evidence']): Restored['warnings'] {
  const lessConsistent =
    evidence !== null && evidence.residualPercent > evidence.inputResidualPercent;
  return [
    ...(change === null ? [] : [warning('model/resampled', change)]),
    ...(lessConsistent ? [warning('model/less-consistent')] : []),
  ];
}
