import type { DenseMethod } from '../../../studies/library/dense-records.ts';
import type { HeartPlane } from '../../../studies/library/heart-records.ts';
import { cross, dot, type Vector3 } from '../../../studies/volume/geometry.ts';
import type { DenseChoice } from '../../client/dense.ts';

export const methods: readonly DenseMethod[] = ['dmcvr', 'dmcvr-middle', 'between', 'linear'];
export const targetsMm = [1.5, 2, 2.5, 3, 4] as const;
/** Steps of the diffusion by how patient the reader is. */
export const efforts = { draft: 10, standard: 20, quality: 50 } as const;
export type Effort = keyof typeof efforts;
/** Decodings for the spread, where it is asked for. */
export const spreadSamples = 4;

/** The form before a run, as the reader left it. */
export interface DenseForm {
  readonly method: DenseMethod | 'default';
  readonly targetMm: (typeof targetsMm)[number];
  /** From 0; null for all. */
  readonly phase: number | null;
  readonly effort: Effort;
  readonly correctShifts: boolean;
  readonly withhold: boolean;
  readonly spread: boolean;
  readonly acrossWideGaps: boolean;
}

export const openingForm: DenseForm = {
  method: 'default',
  targetMm: 2,
  phase: null,
  effort: 'standard',
  correctShifts: false,
  withhold: false,
  spread: false,
  acrossWideGaps: false,
};

/** What the engine is asked for. */
export function choiceOf(form: DenseForm): DenseChoice {
  return {
    ...(form.method === 'default' ? {} : { method: form.method }),
    targetMm: form.targetMm,
    phase: form.phase ?? 'all',
    steps: efforts[form.effort],
    samples: form.spread ? spreadSamples : 1,
    correctShifts: form.correctShifts,
    withhold: form.withhold,
    acrossWideGaps: form.acrossWideGaps,
  };
}

/** Gaps wider than this are refused unless asked for: models/dmcvr/CONTRACT.md. */
export const widestGapMm = 25;

/** The short-axis slices in use, base to apex. */
export const stackOf = (planes: readonly HeartPlane[]) =>
  planes
    .filter(({ view, used, order }) => view === 'sax' && used && order !== null)
    .sort((a, b) => a.order! - b.order!);

export interface DensePreview {
  readonly slices: number;
  readonly gapMm: number;
  readonly widestMm: number;
  readonly stepMm: number;
  /** Planes that will be made in each phase. */
  readonly made: number;
}

/** What a run would make of the stack; null where there is none to fill. */
export function densePreview(planes: readonly HeartPlane[], targetMm: number): DensePreview | null {
  const stack = stackOf(planes);
  const [first] = stack;
  if (!first || stack.length < 2) return null;
  const normal = cross(first.row, first.column);
  const depths = stack.map(({ originMm }) => dot(originMm as Vector3, normal));
  const gaps = depths.slice(1).map((depth, n) => Math.abs(depth - depths[n]!));
  const gapMm = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
  const stepMm = gapMm / Math.max(1, Math.round(gapMm / targetMm));
  const lengthMm = gaps.reduce((sum, gap) => sum + gap, 0);
  const made = Math.max(0, Math.floor(lengthMm / stepMm + 1e-6) + 1 - stack.length);
  return { slices: stack.length, gapMm, widestMm: Math.max(...gaps), stepMm, made };
}
