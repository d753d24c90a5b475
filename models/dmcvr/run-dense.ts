import { breathShifts } from '../../studies/cardiac/dense/breath-shift.ts';
import { cropStack, cropOf } from '../../studies/cardiac/dense/crop-stack.ts';
import { planDense } from '../../studies/cardiac/dense/plan-dense.ts';
import { shiftCrop } from '../../studies/cardiac/dense/shift-crop.ts';
import { understandPlanes } from '../../studies/cardiac/planes/understand-planes.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import { Cancelled } from '../runtime/cancellation.ts';
import { candidateOf } from '../whole-heart/study-planes.ts';
import { contouredSlices, differingPhases } from './contour-labels.ts';
import { denseNumbers } from './dense-numbers.ts';
import type { DenseRun } from './dense-run.ts';
import { denseWarnings } from './dense-warnings.ts';
import { longAxisChecks } from './long-axis.ts';
import { makePhase, type PhaseSlices } from './make-planes.ts';
import type { DenseOutcome, DensePhase, DenseProgress, DenseRequest } from './messages.ts';
import { openDense } from './networks.ts';
import { DenseClock } from './progress.ts';
import { segmentSlices, type SegmentedSlice } from './segment-slices.ts';
import { spreadOf } from './spread.ts';
import { withheldRows } from './withheld.ts';
import { workAhead } from './work-ahead.ts';

export interface DenseHooks {
  readonly onProgress: (progress: DenseProgress) => void;
  /** A phase is finished: an interrupted run may be given it again. */
  readonly onPhase: (phase: DensePhase) => void;
  /** Looked at between batches. */
  readonly cancelled: () => boolean;
}

/**
 * The dense heart of one study's short-axis stack: one phase or all, with what tells how far it
 * can be believed. Blocks its thread for a batch at a time.
 *
 * Throws SparrowError (cardiac/*, dense/*, model/*) or Cancelled.
 */
export async function runDense(request: DenseRequest, hooks: DenseHooks): Promise<DenseOutcome> {
  const began = performance.now();
  const { params } = request;
  const networks = await openDense(request.modelDir, { ...request, provider: params.provider });
  const { graphs, card } = networks;
  try {
    const clock = new DenseClock(hooks.onProgress, () => graphs.device);
    const dense: DenseRun = {
      run: (role, inputs, batch) => graphs.run(role, inputs, batch),
      cancelled: hooks.cancelled,
      onWork: (slices) => clock.work(slices),
    };
    clock.at('planes');
    const candidates = request.volumes.map(candidateOf);
    const understood = await understandPlanes(candidates, request.corrections);
    const { frame, leadVolumeId, phases: leadPhases } = understood;
    if (frame === null || leadVolumeId === null) throw new SparrowError('cardiac/no-planes');
    const shortAxis = understood.planes.filter(({ used, view }) => used && view === 'sax');
    const plan = planDense(shortAxis, frame, params);
    if (hooks.cancelled()) throw new Cancelled();
    const wanted = phasesOf(params.phase, leadPhases);
    const method = params.method ?? card.defaultMethod;
    const made = { method, steps: params.steps };
    const contoured = card.sliceLabels === 'contour';
    const finished = new Map(request.done.map((phase) => [phase.index, phase]));
    const toMake = wanted.filter((_, index) => !finished.has(index)).length;
    clock.plan(
      workAhead(plan, { leadPhases, phases: wanted.length, toMake, ...params, method, contoured }),
    );

    const stack = await Promise.all(
      plan.sources.map(async (plane) => {
        const candidate = candidates.find(({ volumeId }) => volumeId === plane.volumeId)!;
        return { plane, pixels: await candidate.readSlice(plane.slice) };
      }),
    );
    const crops = cropStack(stack, frame, leadPhases);
    clock.at('slices');
    let pictures = plan.sources.map((_, slice) =>
      Array.from({ length: leadPhases }, (__, phase) => cropOf(crops, slice, phase)),
    );
    const zMm = plan.slices.map((slice) => slice.zMm);
    let { segmented, against } = await segmentAll(dense, pictures, contoured ? zMm : null);
    const shifts = breathShifts(
      segmented.map((slice) => slice.map(({ labels }) => labels)),
      zMm,
    );
    if (params.correctShifts) {
      pictures = pictures.map((slice, n) => {
        const [dx, dy] = shifts[n]!.shiftMm;
        return slice.map((picture) => shiftCrop(picture, -dx, -dy));
      });
      ({ segmented, against } = await segmentAll(dense, pictures, contoured ? zMm : null));
    }
    const slicesAt = (phase: number): PhaseSlices => ({
      pictures: pictures.map((slice) => slice[phase]!),
      segmented: segmented.map((slice) => slice[phase]!),
      against: against && pictures.map((slice) => slice[against[phase]!]!),
    });

    for (const [index, phase] of wanted.entries()) {
      clock.at('phases', index + 1, wanted.length);
      if (finished.has(index)) continue;
      const { pictures: planes, labels } = await makePhase(dense, slicesAt(phase), plan, made);
      const one = { index, picture: bytesOf(planes), labels };
      finished.set(index, one);
      hooks.onPhase(one);
      clock.work(1);
    }
    const phases = wanted.map((_, index) => finished.get(index)!);
    clock.at('measures');
    const numbers = denseNumbers(phases, {
      plan,
      frame,
      sliceLabels: (slice, index) => segmented[slice]![wanted[index]!]!.labels,
    });
    const at = (index: number) => ({ ...phases[index]!, phase: wanted[index]! });
    const longAxis = await longAxisChecks({
      planes: understood.planes,
      candidates,
      frame,
      grid: plan.grid,
      ed: at(numbers.edIndex),
      es: at(numbers.esIndex),
      leadPhases,
      masks: request.longAxisMasks ?? [],
    });
    const edSlices = slicesAt(wanted[numbers.edIndex]!);
    const spread = await spreadOf(dense, edSlices, plan, { ...made, ...params });
    clock.at('withheld');
    const withheld = [];
    if (params.withhold)
      for (const index of new Set([numbers.edIndex, numbers.esIndex])) {
        const phase = wanted[index]!;
        const planeIds = plan.sources.map(({ id }) => id);
        const slices = slicesAt(phase);
        withheld.push(...(await withheldRows(dense, { ...made, slices, zMm, planeIds, phase })));
      }
    clock.end();
    return {
      modelVersion: card.version,
      weightsSha256: networks.weightsSha256,
      provider: graphs.provider,
      device: graphs.device,
      seconds: (performance.now() - began) / 1000,
      sessionSeconds: graphs.seconds(),
      leadVolumeId,
      method,
      steps: params.steps,
      seed: params.seed,
      targetMm: params.targetMm,
      frame,
      grid: plan.grid,
      slices: plan.slices.map((slice, n) => ({ ...slice, shiftMm: [...shifts[n]!.shiftMm] })),
      planes: [...plan.planes],
      phases: wanted,
      edPhase: numbers.edIndex,
      esPhase: numbers.esIndex,
      rrIntervalMs: understood.rrIntervalMs,
      shiftsCorrected: params.correctShifts,
      measures: numbers.measures,
      discs: numbers.discs,
      curves: numbers.curves,
      spread,
      withheld,
      longAxis,
      warnings: [
        ...understood.warnings,
        ...graphs.warnings,
        ...denseWarnings({
          plan,
          shifts,
          corrected: params.correctShifts,
          endLabels: edSlices.segmented.map(({ labels }) => labels),
        }),
      ],
    };
  } finally {
    await graphs.release();
  }
}

function phasesOf(asked: DenseRequest['params']['phase'], lead: number): number[] {
  if (asked === 'all') return Array.from({ length: lead }, (_, phase) => phase);
  if (asked >= lead) throw new SparrowError('dense/no-phase', { phase: asked + 1, phases: lead });
  return [asked];
}

/**
 * All phases of all slices, and for each phase the one that differs most (null: not asked for).
 * @param zMm places of the slices, for labels drawn by contour(); null: each slice alone
 */
async function segmentAll(
  dense: DenseRun,
  pictures: readonly (readonly Float32Array[])[],
  zMm: readonly number[] | null,
): Promise<{ segmented: SegmentedSlice[][]; against: number[] | null }> {
  const phases = pictures[0]?.length ?? 0;
  const all = await segmentSlices(dense, pictures.flat());
  const alone = pictures.map((_, slice) => all.slice(slice * phases, (slice + 1) * phases));
  if (zMm === null) return { segmented: alone, against: null };
  const against = differingPhases(alone);
  const segmented: SegmentedSlice[][] = pictures.map(() => []);
  for (const [phase, other] of against.entries()) {
    const at = <T>(of: readonly (readonly T[])[], index: number) =>
      of.map((slice) => slice[index]!);
    const seen = { pictures: at(pictures, phase), against: at(pictures, other) };
    const drawn = await contouredSlices(dense, at(alone, phase), seen, zMm);
    drawn.forEach((slice, n) => segmented[n]!.push(slice));
  }
  return { segmented, against };
}

/** 0..1 to 0..255, planes one after the other. */
function bytesOf(planes: readonly Float32Array[]): Uint8Array {
  const size = planes[0]?.length ?? 0;
  const bytes = new Uint8Array(planes.length * size);
  planes.forEach((plane, k) => {
    for (let n = 0; n < size; n++) bytes[k * size + n] = Math.round(255 * plane[n]!);
  });
  return bytes;
}
