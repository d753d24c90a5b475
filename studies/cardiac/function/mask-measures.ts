import type {
  HeartFrame,
  HeartMeasures,
  MaskMeasures,
  PapillaryConvention,
} from '../../library/heart-records.ts';
import {
  areaLengthMeasure,
  leftAtrialVolume,
  leftVentricularVolume,
  rightAtrialVolume,
} from './area-length.ts';
import { extremes } from './beat.ts';
import { within } from './intervals.ts';
import type { MaskPlane } from './mask-planes.ts';
import { mitralTravel } from './mitral-travel.ts';
import { papillaryMl } from './papillary.ts';
import { segmentsOf, wallMeasures } from './segments.ts';
import { stackOf, type Stack } from './stack.ts';
import {
  functionOf,
  functionOfDiscs,
  leftVentricle,
  massMeasure,
  rightVentricle,
  type LeftVentricle,
} from './ventricular-measures.ts';

export interface MaskMeasuresInput {
  /** Planes with their labels; those with `plane.used` false are passed over. */
  readonly planes: readonly MaskPlane[];
  readonly frame: HeartFrame;
  /** Phases of the lead volume: length of the curves. */
  readonly phases: number;
  /** Beats per minute; null: no cardiac output. */
  readonly heartRate: number | null;
  readonly papillary: PapillaryConvention;
  /** SCMR rim rule (default true), at both ends of the stack: see `countedSlices`. */
  readonly basalRule?: boolean;
  /** Lead phases the user chose; null or absent: largest and smallest LV volume. */
  readonly edPhase?: number | null;
  readonly esPhase?: number | null;
}

/** With fewer short-axis slices, discs are no measure of a volume. */
const fewestSlices = 3;

/**
 * Everything that follows from a set of label maps. Ventricles by disc summation over the true
 * slice positions; with fewer than three short-axis slices the left ventricle by biplane
 * area-length where 2-chamber and 4-chamber show it, else no volumes (and an empty curve). What
 * cannot be had is absent. One pair of phases for all slices; the right ventricle at its own
 * extremes. Volumes of a convention 'in-mass' without pictures stay as drawn and `papillaryMl` is
 * null. Throws SparrowError 'heart/labels-size'.
 */
export function maskMeasures(input: MaskMeasuresInput): MaskMeasures {
  const { planes, frame, phases } = input;
  const stack = stackOf(planes, frame, phases);
  const lv = leftVentricle(stack, phases, input.basalRule ?? true, input.papillary);
  const discs = stack.slices.length >= fewestSlices && lv.curveMl.some((ml) => ml > 0);
  const biplane = discs ? null : leftVentricularVolume(planes, frame, phases);
  const curve = biplane?.curveMl ?? lv.curveMl;
  const found = extremes(curve);
  const edPhase = input.edPhase ?? found.largest;
  const esPhase = input.esPhase ?? found.smallest;
  const measures: HeartMeasures = {};
  if (discs) Object.assign(measures, discMeasures(stack, lv, edPhase, esPhase));
  else if (biplane) {
    const error = (phase: number) => ({
      contourMl: biplane.curveMl[phase]! * biplane.errorShare,
      endsMl: 0,
    });
    const figures = functionOf(curve[edPhase]!, curve[esPhase]!, error(edPhase), error(esPhase));
    Object.assign(measures, named('lv', figures));
  }
  const muscles = papillaryMl(stack, edPhase, phases, lv.counts[edPhase]!);
  if (discs && muscles !== null) measures.papillaryMl = within(muscles, muscles / 2);
  const rv = discs ? rightVentricle(stack, phases) : null;
  Object.assign(measures, rv && named('rv', rv.figures), output(measures, input.heartRate));
  Object.assign(measures, atria(input), travel(input, edPhase, esPhase));
  const counted = lv.counts[edPhase]!;
  const segments = segmentsOf(stack, frame, counted, edPhase, esPhase, phases);
  Object.assign(measures, wallMeasures(segments, pixelOf(stack)));
  return {
    measures,
    papillaryMl: muscles,
    lvCurveMl: discs || biplane ? [...curve] : [],
    rvCurveMl: rv && [...rv.curveMl],
    edPhase,
    esPhase,
    rvEdPhase: rv && rv.edPhase,
    rvEsPhase: rv && rv.esPhase,
    segments,
    slicesUsed: stack.slices.flatMap(({ plane, curves }, i) =>
      counted[i] && curves.lvMm2[edPhase]! > 0 ? [plane.id] : [],
    ),
  };
}

function discMeasures(stack: Stack, lv: LeftVentricle, ed: number, es: number): HeartMeasures {
  return {
    ...named('lv', functionOfDiscs(lv.curveMl, lv.discs, ed, es)),
    ...massMeasure(stack, ed, lv.takenOutMl(ed)),
  };
}

function named(side: 'lv' | 'rv', figures: ReturnType<typeof functionOf>): HeartMeasures {
  if (figures === null) return {};
  return {
    [`${side}EdvMl`]: figures.edv,
    [`${side}EsvMl`]: figures.esv,
    [`${side}SvMl`]: figures.sv,
    [`${side}EfPct`]: figures.ef,
  };
}

function output({ lvSvMl }: HeartMeasures, heartRate: number | null): HeartMeasures {
  if (!lvSvMl || heartRate === null) return {};
  const litres = (ml: number) => (ml * heartRate) / 1000;
  const { value, low, high } = lvSvMl;
  return { cardiacOutputLMin: { value: litres(value), low: litres(low), high: litres(high) } };
}

function atria({ planes, frame, phases }: MaskMeasuresInput): HeartMeasures {
  const measures: HeartMeasures = {};
  const la = leftAtrialVolume(planes, frame, phases);
  if (la) {
    measures.laMaxMl = areaLengthMeasure(Math.max(...la.curveMl), la);
    measures.laMinMl = areaLengthMeasure(Math.min(...la.curveMl), la);
  }
  const ra = rightAtrialVolume(planes, frame, phases);
  if (ra) {
    measures.raMaxMl = areaLengthMeasure(Math.max(...ra.curveMl), ra);
    measures.raMinMl = areaLengthMeasure(Math.min(...ra.curveMl), ra);
  }
  return measures;
}

function travel(input: MaskMeasuresInput, edPhase: number, esPhase: number): HeartMeasures {
  const mitral = mitralTravel(input.planes, input.frame, input.phases, edPhase, esPhase);
  return mitral ? { mitralTravelMm: mitral } : {};
}

function pixelOf({ slices }: Stack): number {
  const [first] = slices;
  return first ? Math.sqrt(first.plane.spacingMm[0] * first.plane.spacingMm[1]) : 0;
}
