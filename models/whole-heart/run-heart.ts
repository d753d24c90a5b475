import { assignSlots } from '../../studies/cardiac/planes/slots.ts';
import { understandPlanes } from '../../studies/cardiac/planes/understand-planes.ts';
import type { HeartPlane, HeartPlanes } from '../../studies/library/heart-records.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { HeartCard } from '../runtime/card.ts';
import { Cancelled } from '../runtime/cancellation.ts';
import { drawPlanes, type Drawn } from './draw-planes.ts';
import { flagsOf, needsReview } from './flags.ts';
import type { HeartRun } from './heart-run.ts';
import { leaveOneOut } from './leave-one-out.ts';
import { masksOf } from './masks.ts';
import type { HeartInput, HeartOutcome, HeartProgress, HeartRequest } from './messages.ts';
import { openHeart } from './networks.ts';
import { numbersOf } from './numbers.ts';
import { HeartClock } from './progress.ts';
import { scoutedFrame } from './scout.ts';
import { candidateOf, StudyPlanes } from './study-planes.ts';

export interface HeartHooks {
  readonly onProgress: (progress: HeartProgress) => void;
  /** Looked at between batches. */
  readonly cancelled: () => boolean;
}

/**
 * The whole analysis of one study: which plane is which, the heart frame, masks on every plane and
 * phase, the numbers with their intervals, and what speaks against them. Blocks its thread for a batch
 * at a time.
 *
 * Throws SparrowError (cardiac/*, model/*) or Cancelled.
 */
export async function runHeart(request: HeartRequest, hooks: HeartHooks): Promise<HeartOutcome> {
  const began = performance.now();
  const { cancelled } = hooks;
  const networks = await openHeart(request.modelDir, request);
  try {
    const clock = new HeartClock(hooks.onProgress, () => networks.device);
    const run: HeartRun = { networks, clock, cancelled, encoder: { runs: 0, seconds: 0 } };
    clock.plan('planes', 1);
    clock.plan('measures', 1);
    const candidates = request.volumes.map(candidateOf);
    const understood = await understandPlanes(candidates, request.corrections);
    const { leadVolumeId } = understood;
    if (understood.frame === null || leadVolumeId === null)
      throw new SparrowError('cardiac/no-planes');
    if (cancelled()) throw new Cancelled();
    planAhead(clock, understood.planes);
    clock.tick('planes');

    const guess = new StudyPlanes(understood.planes, understood.frame, candidates);
    const { frame, lvSliceIds } = await scoutedFrame(run, guess, candidates);
    const study = new StudyPlanes(understood.planes, frame, candidates);
    const drawn = await drawPlanes(run, study, lvSliceIds);
    const masks = masksOf(request, understood, study, drawn);
    const input: HeartInput = { ...drawn.input, masks: drawn.facts };
    const { heartRate } = understood;
    const whole = await numbersOf(networks, input, { heartRate, encoded: drawn.encoded });
    clock.tick('measures');
    const without = await leaveOneOut(networks, input, whole, {
      cancelled,
      onPlane: () => clock.tick('checks'),
      clock: run.encoder,
    });
    const planes = withSlots(understood.planes, drawn);
    clock.end('checks');
    const by = reportedBy(networks.card, masks.measures.slicesUsed.length);
    const measures =
      by === 'head' ? whole.measures : { ...whole.measures, ...masks.measures.measures };
    const flags = await flagsOf({
      card: networks.card,
      heart: { ...understood, planes, frame },
      candidates,
      drawn,
      head: whole,
      masks: masks.measures,
      measures,
      without,
      bank: await networks.bank(),
    });
    return {
      planes,
      frame,
      leadVolumeId,
      phases: understood.phases,
      rrIntervalMs: understood.rrIntervalMs,
      heartRate,
      edPhase: masks.measures.edPhase,
      esPhase: masks.measures.esPhase,
      measures,
      measuresBy: by,
      head: whole.measures,
      headCurveMl: [...whole.head.lvCurve],
      masks: masks.measures,
      labels: masks.labels,
      flags,
      warnings: [...understood.warnings, ...networks.warnings, ...needsReview(flags)],
      embedding: [...whole.head.embedding],
      withoutPlane: without.map(({ slot, lvEfPct, cosine }) => ({ slot, lvEfPct, cosine })),
      input,
      modelVersion: networks.card.version,
      weightsSha256: networks.weightsSha256,
      preprocessing: networks.card.input.preprocessing,
      provider: networks.provider,
      device: networks.device,
      seconds: (performance.now() - began) / 1000,
      sessionSeconds: networks.seconds(),
      encoder: {
        runs: run.encoder.runs,
        sessionSeconds: networks.seconds('encoder'),
        totalSeconds: run.encoder.seconds,
      },
    };
  } finally {
    await networks.release();
  }
}

/** Two looks at every plane, then all of its phases; each slot left out once. */
function planAhead(clock: HeartClock, planes: readonly HeartPlane[]): void {
  const used = planes.filter((plane) => plane.used);
  const passes = assignSlots(used, null);
  const frames = used.reduce((sum, { phases }) => sum + phases + 2, 0);
  clock.plan('encoder', 2 * passes.length);
  clock.plan('segmentation', frames);
  clock.plan('checks', passes[0]?.planeIds.filter((id) => id !== null).length ?? 0);
}

function withSlots(planes: HeartPlanes['planes'], { planeIds }: Drawn): HeartPlane[] {
  return planes.map((plane) => {
    const slot = planeIds.indexOf(plane.id);
    return { ...plane, slot: slot < 0 ? null : slot };
  });
}

/** Many slices measure the ventricle better than any guess from few: see the card. */
function reportedBy({ report, masksFromSlices }: HeartCard, slices: number): HeartCard['report'] {
  return masksFromSlices !== undefined && slices >= masksFromSlices ? 'masks' : report;
}
