import type {
  HeartMeasure,
  HeartMeasures,
  PapillaryConvention,
} from '../../library/heart-records.ts';
import { extremes } from './beat.ts';
import {
  ejectionMeasure,
  strokeMeasure,
  volumeError,
  volumeMeasure,
  type VolumeError,
} from './intervals.ts';
import { papillaryMl } from './papillary.ts';
import type { Stack } from './stack.ts';
import { countedSlices, discsOf, type Discs } from './ventricle.ts';

/** Density of muscle (Grothues 2002; SCMR post-processing). */
export const gramsPerMl = 1.05;

/** The left ventricle of a stack over the beat. */
export interface LeftVentricle {
  readonly discs: readonly Discs[];
  readonly counts: readonly (readonly boolean[])[];
  /** Papillary muscles at a phase, mL, when they are to be counted as muscle; else nil. */
  readonly takenOutMl: (phase: number) => number;
  readonly curveMl: Float64Array;
}

/**
 * Cavity per phase. 'in-mass' takes out what the signal shows of papillary muscles; slices without
 * a picture keep theirs, since nothing can be told.
 */
export function leftVentricle(
  stack: Stack,
  phases: number,
  basalRule: boolean,
  papillary: PapillaryConvention,
): LeftVentricle {
  const counts = Array.from({ length: phases }, (_, k) => countedSlices(stack, k, basalRule));
  const discs = counts.map((counted, k) => discsOf(stack, 'lv', k, counted));
  const out =
    papillary === 'in-volume'
      ? counts.map(() => 0)
      : counts.map((counted, k) => papillaryMl(stack, k, phases, counted) ?? 0);
  return {
    discs,
    counts,
    takenOutMl: (phase) => out[phase]!,
    curveMl: Float64Array.from(discs, ({ volumeMl }, k) => Math.max(0, volumeMl - out[k]!)),
  };
}

/** EDV, ESV, SV, EF of a chamber: volumes and what is known of their errors at the two phases. */
export function functionOf(
  edvMl: number,
  esvMl: number,
  ed: VolumeError,
  es: VolumeError,
): { edv: HeartMeasure; esv: HeartMeasure; sv: HeartMeasure; ef: HeartMeasure } | null {
  if (edvMl <= 0) return null;
  return {
    edv: volumeMeasure(edvMl, ed),
    esv: volumeMeasure(esvMl, es),
    sv: strokeMeasure(edvMl, esvMl, ed, es),
    ef: ejectionMeasure(edvMl, esvMl, ed, es),
  };
}

/** The same from the discs of two phases. */
export function functionOfDiscs(
  curveMl: ArrayLike<number>,
  discs: readonly Discs[],
  edPhase: number,
  esPhase: number,
): ReturnType<typeof functionOf> {
  const [ed, es] = [volumeError(discs[edPhase]!), volumeError(discs[esPhase]!)];
  return functionOf(curveMl[edPhase]!, curveMl[esPhase]!, ed, es);
}

/** The right ventricle of a stack over the beat, at its own extremes; null: not shown. */
export function rightVentricle(stack: Stack, phases: number) {
  const all = stack.slices.map(() => true);
  const discs = Array.from({ length: phases }, (_, k) => discsOf(stack, 'rv', k, all));
  const curveMl = discs.map(({ volumeMl }) => volumeMl);
  if (curveMl.every((ml) => ml === 0)) return null;
  const { largest: edPhase, smallest: esPhase } = extremes(curveMl);
  return { curveMl, edPhase, esPhase, figures: functionOfDiscs(curveMl, discs, edPhase, esPhase) };
}

/**
 * Muscle at end-diastole x 1.05 g/mL, papillary muscles added when they count as muscle. All slices
 * with muscle count, those whose cavity does not too: a crescent of muscle at the base is muscle.
 */
export function massMeasure(stack: Stack, edPhase: number, papillaryOutMl: number): HeartMeasures {
  const discs = discsOf(
    stack,
    'muscle',
    edPhase,
    stack.slices.map(() => true),
  );
  if (discs.volumeMl <= 0) return {};
  const { value, low, high } = volumeMeasure(discs.volumeMl + papillaryOutMl, volumeError(discs));
  return {
    lvMassG: { value: value * gramsPerMl, low: low * gramsPerMl, high: high * gramsPerMl },
  };
}
