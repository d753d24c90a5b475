import type { DensePlan } from '../../studies/cardiac/dense/plan-dense.ts';
import type { DenseMethod, DenseParams } from '../../studies/library/dense-records.ts';
import { contourPasses } from './contour-labels.ts';
import { denoiserOf } from './dense-run.ts';
import { isMade } from './make-planes.ts';
import { inversionPasses } from './sampler.ts';

export interface Ahead extends Pick<
  DenseParams,
  'steps' | 'samples' | 'correctShifts' | 'withhold'
> {
  readonly method: DenseMethod;
  /** Labels are drawn by contour(). */
  readonly contoured: boolean;
  /** Phases of the lead series, which are all segmented. */
  readonly leadPhases: number;
  /** Phases of the answer, and how many of them are still to be made. */
  readonly phases: number;
  readonly toMake: number;
}

/**
 * What a run will do, in passes of one slice through a network (they cost about the same), and one
 * for the rest of each phase.
 */
export function workAhead({ sources, planes }: DensePlan, ahead: Ahead): number {
  const { method, steps, leadPhases, phases, toMake, samples } = ahead;
  const slices = sources.length;
  const made = planes.filter(isMade).length;
  const seen = slices + (ahead.contoured ? contourPasses(slices) : 0);
  const segmented = seen * leadPhases * (ahead.correctShifts ? 2 : 1);
  const spread =
    samples > 1 && denoiserOf(method) !== null
      ? encodingPasses(slices, steps) + samples * made * (steps + 1)
      : 0;
  const held = Math.floor((slices - 1) / 2);
  const withheld = ahead.withhold
    ? Math.min(2, phases) *
      (passesOf(ahead, slices - held, held) + (ahead.contoured ? contourPasses(slices - held) : 0))
    : 0;
  return segmented + toMake * (passesOf(ahead, slices, made) + 1) + spread + withheld;
}

/** Passes to make planes between slices. */
function passesOf({ method, steps, contoured }: Ahead, slices: number, made: number): number {
  if (method === 'linear') return 0;
  if (denoiserOf(method) === null) return contoured ? 2 * made : made;
  // Each made plane is decoded, and its labels are drawn.
  return encodingPasses(slices, steps) + made * (steps + 1);
}

/** Each slice's semantic code, and its inversion. */
const encodingPasses = (slices: number, steps: number) => slices * (inversionPasses(steps) + 1);
