import { median } from './source-frame.ts';

/** How slice places (millimetres along the normal, ascending) fit a regular grid. */
export interface SliceGrid {
  /** False when the slices had to be put on a grid that is not theirs. */
  readonly regular: boolean;
  readonly spacingMm: number;
  /** Slices of the grid. */
  readonly count: number;
  /** Grid index of each slice, whole numbers when regular. */
  readonly places: readonly number[];
  readonly minStepMm: number;
  readonly maxStepMm: number;
}

/** Fits at least two ascending places. Missing slices leave whole-number gaps in `places`. */
export function fitSliceGrid(distances: readonly number[]): SliceGrid {
  const steps = stepsOf(distances);
  const step = lowerMedian(steps);
  const span = distances.at(-1)! - distances[0]!;
  const ends = { minStepMm: Math.min(...steps), maxStepMm: Math.max(...steps) };
  const places = [0];
  for (const s of steps) places.push(places.at(-1)! + Math.max(1, Math.round(s / step)));
  const last = places.at(-1)!;
  const spacingMm = span / last;
  const tolerance = Math.max(0.06, 0.05 * step);
  const fits = distances.every(
    (d, n) => Math.abs(d - distances[0]! - places[n]! * spacingMm) <= tolerance,
  );
  const gaps = steps.filter((s) => Math.round(s / step) > 1).length;
  const missing = last + 1 - distances.length;
  if (fits && missing <= distances.length && gaps * 3 <= Math.max(3, steps.length)) {
    return { regular: true, spacingMm, count: last + 1, places, ...ends };
  }
  const fine = fineStep(steps, span);
  const count = Math.round(span / fine) + 1;
  const even = span / (count - 1);
  return {
    regular: false,
    spacingMm: even,
    count,
    places: distances.map((d) => (d - distances[0]!) / even),
    ...ends,
  };
}

/** A step that keeps what the finer part of the stack shows, without a flood of slices. */
function fineStep(steps: readonly number[], span: number): number {
  const sorted = [...steps].sort((a, b) => a - b);
  const fine = sorted[Math.floor(sorted.length / 10)]!;
  return span / fine > 4 * (steps.length + 1) ? median(steps) : fine;
}

/**
 * Where a stack falls apart: indices of slices that begin a new part, because more slices are
 * missing before them than a stack can lose (5, or a quarter of it). The gap must stand alone: a
 * coarser part of a stack is no gap.
 */
export function breaks(distances: readonly number[]): number[] {
  const steps = stepsOf(distances);
  if (steps.length < 2) return [];
  const step = lowerMedian(steps);
  const limit = Math.max(5, distances.length / 4);
  return steps.flatMap((s, n) => (s / step - 1 > limit && standsAlone(steps, n) ? [n + 1] : []));
}

/** True when the step is more than twice each of its neighbours. */
export function standsAlone(steps: readonly number[], n: number): boolean {
  return steps[n]! > 2 * Math.max(steps[n - 1] ?? 0, steps[n + 1] ?? 0);
}

export function stepsOf(distances: readonly number[]): number[] {
  return distances.slice(1).map((d, n) => d - distances[n]!);
}

function lowerMedian(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
}
