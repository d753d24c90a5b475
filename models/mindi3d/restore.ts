import { setImmediate as turn } from 'node:timers/promises';
import { warning } from '../../studies/messages/sparrow-error.ts';
import { seenByAll } from '../../studies/tomography/simulation/seen-by-all.ts';
import { Cancelled } from '../runtime/cancellation.ts';
import { planTiles } from '../runtime/tiles.ts';
import { dataConsistentStart, refined, type Measured } from './data-consistent.ts';
import { EvidenceOf } from './evidence.ts';
import { outsideFieldOfView } from './field-of-view.ts';
import { frameOf, sameMiddle } from './measured-grid.ts';
import { outputHu } from './output.ts';
import { phasePlan } from './phase-plan.ts';
import { resample } from './resample.ts';
import type { Restore, RestoredStep, RestoreTools } from './restoration.ts';
import { RunProgress, type Phase } from './run-progress.ts';
import { runSamples, stepsBehind } from './samples.ts';
import { scaleTable } from './scaling.ts';
import { meanGradient } from './sharpness.ts';
import { startOf } from './start-of.ts';
import { tiledPrediction } from './tiled-prediction.ts';
import { watchedBeam } from './watched-beam.ts';
import { workingGrid, type Spacing, type WorkingGrid } from './working-grid.ts';

/**
 * Restores a sparse-view CBCT volume (HU, i fastest) by MInDI-3D: a data-consistent start where asked
 * for and possible, K steps of tiled predictions, a refinement on the projections where asked for,
 * back to HU, and the evidence. Blocks its thread for a tile at a time.
 *
 * Throws Cancelled, or SparrowError `model/no-projections` when a start or a refinement is asked for
 * that needs projections which are not there.
 */
export const restore: Restore = async (request, tools) => {
  const { hu: ownHu, params } = request;
  const { input, cancelled = () => false } = tools;
  const { huMin, huMax } = input;
  const own = { dims: request.dims, spacingMm: request.spacingMm, originMm: request.originMm };
  const atHand = request.projections !== null && tools.beam !== null;
  const start = startOf(params.start, input, params.refine, atHand);
  const working = workingGrid(own.dims, own.spacingMm, input.spacingMm);
  const place = working.resampled ? sameMiddle(own, working) : own;
  const toWorking = (hu: Int16Array) =>
    working.resampled ? Int16Array.from(resample(hu, own, working), Math.round) : hu;
  const toOwn = (hu: Int16Array) =>
    working.resampled ? Int16Array.from(resample(hu, working, own), Math.round) : hu;
  const hu = toWorking(ownHu);

  const table = scaleTable(input);
  const plan = planTiles(working.dims, { tile: Math.min(...input.tile), overlap: input.overlap });
  const { passes, predict } = tiledPrediction(plan, hu, table, async (inputs, x0) => {
    // A turn of the event loop lets a cancel message in.
    await turn();
    if (cancelled()) throw new Cancelled();
    await tools.run(inputs, { x0 });
    told('network');
  });
  const outside = outsideFieldOfView(ownHu, own.dims);
  const inputSharpness = meanGradient(ownHu, own.dims, outside);
  const pictures: { step: number; hu: Int16Array }[] = [];
  const finish = (x0: Float32Array, spread: Float32Array | null) =>
    outputHu({
      hu: ownHu,
      own,
      workingHu: hu,
      working,
      outcome: { x0, spread },
      table,
      scale: { huMin, huMax },
    });
  const run = {
    hu,
    table,
    eps: input.eps,
    ...params,
    predict,
    onCheckpoint: tools.onCheckpoint ?? (async () => undefined),
    // Pictures of the steps before a checkpoint are gone, so a run that keeps them begins anew.
    resume: params.keepSteps ? null : (tools.resume ?? null),
    onState(step: number, x: Float32Array) {
      if (params.keepSteps) pictures.push({ step, hu: finish(x.slice(), null).hu });
    },
  };
  const clock = new RunProgress(
    phasePlan(request, tools, start, passes, working.dims),
    params.steps * params.samples,
    passes,
    stepsBehind(run.resume, run) * passes,
  );
  const told = (phase: Phase) => tools.onProgress?.(clock.tick(phase));
  const measured = (at: typeof own, phase: Phase): Measured | null => {
    const { projections } = request;
    if (projections === null || tools.beam === null) return null;
    const beam = watchedBeam(tools.beam, { called: () => told(phase), cancelled });
    const inside = seenByAll(frameOf(at), projections.geometry);
    return { place: at, projections, inside, beam };
  };

  const startHu =
    start === 'fdk'
      ? null
      : await dataConsistentStart(measured(place, 'start')!, hu, input.projectionsStart!);
  if (startHu !== null && params.keepSteps) pictures.push({ step: 0, hu: toOwn(startHu) });
  const outcome = await runSamples({ ...run, startHu: startHu ?? hu });
  let { hu: restored, spreadHu } = finish(outcome.x0, outcome.spread);
  if (params.refine > 0) {
    restored = await refined(measured(own, 'refine')!, restored, params.refine);
  }

  const compared = request.evidence === false ? null : measured(own, 'evidence');
  const evidenceOf = compared && new EvidenceOf(compared);
  const evidence = evidenceOf && (await evidenceOf.whole(restored, ownHu));
  const steps: RestoredStep[] = [];
  for (const picture of pictures) {
    steps.push({
      ...picture,
      steps: params.steps,
      sharpness: meanGradient(picture.hu, own.dims, outside) / (inputSharpness || 1),
      residualPercent: evidenceOf && (await evidenceOf.percent(picture.hu)),
    });
  }
  return {
    hu: restored,
    spreadHu,
    start,
    startHu: startHu && toOwn(startHu),
    steps,
    evidence,
    warnings: [
      ...resamplingWarning(own.spacingMm, working),
      ...(evidence && evidence.residualPercent > evidence.inputResidualPercent
        ? [warning('model/less-consistent')]
        : []),
    ],
  };
};

function resamplingWarning(from: Spacing, { resampled, spacingMm }: WorkingGrid) {
  if (!resampled) return [];
  const text = from.map((s) => s.toFixed(2)).join(' x ');
  return [warning('model/resampled', { from: text, to: spacingMm[0].toFixed(2) })];
}
