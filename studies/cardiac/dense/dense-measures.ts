import type { DenseGrid, DenseMeasures } from '../../library/dense-records.ts';
import type { HeartFrame, HeartMeasure, HeartPlane } from '../../library/heart-records.ts';
import { extremes } from '../function/beat.ts';
import { stackOf } from '../function/stack.ts';
import {
  functionOfDiscs,
  leftVentricle,
  massMeasure,
  rightVentricle,
} from '../function/ventricular-measures.ts';
import { plus } from '../planes/vectors.ts';

export interface MeasuredDense {
  readonly measures: DenseMeasures;
  /** Places in the phases given. */
  readonly edPhase: number;
  readonly esPhase: number;
  /** LV cavity per phase, mL. */
  readonly lvMl: readonly number[];
}

/** A stack of label maps on the dense grid's columns and rows. */
export interface LabelledStack {
  readonly grid: DenseGrid;
  readonly frame: HeartFrame;
  /** Depths of the label maps from the grid's first plane, rising, mm. */
  readonly zMm: readonly number[];
  /** Label map of a place in the stack at a phase, 96 x 96 classes. */
  readonly labels: (place: number, phase: number) => Uint8Array;
  readonly phases: number;
}

/** Phases chosen elsewhere; absent: largest and smallest LV cavity. */
export interface ChosenPhases {
  readonly edPhase?: number;
  readonly esPhase?: number;
}

/**
 * Measures of a dense label volume: each plane a slab of one step, which is the voxel count. The
 * intervals are those of function/intervals.ts, with half a pixel of rim and half a step at
 * each end; so they don't know what the planes between slices are worth.
 * @param volumes per phase the whole label volume, i fastest, then j, then planes
 */
export function denseMeasures(
  volumes: readonly Uint8Array[],
  grid: DenseGrid,
  frame: HeartFrame,
): MeasuredDense {
  const [columns, rows, deep] = grid.dims;
  const pixels = columns * rows;
  const stack = {
    grid,
    frame,
    zMm: Array.from({ length: deep }, (_, k) => k * grid.spacingMm[2]),
    labels: (place: number, phase: number) =>
      volumes[phase]!.subarray(place * pixels, (place + 1) * pixels),
    phases: volumes.length,
  };
  return measured(stack, false, {});
}

/**
 * The same by disc summation of the measured slices alone, as the whole heart reports it: true
 * slice positions, and the rim rule at both ends.
 */
export function discMeasures(stack: LabelledStack, chosen: ChosenPhases = {}): MeasuredDense {
  return measured(stack, true, chosen);
}

function measured(
  { grid, frame, zMm, labels, phases }: LabelledStack,
  rimRule: boolean,
  chosen: ChosenPhases,
): MeasuredDense {
  const masks = zMm.map((z, place) => ({
    plane: planeAt(grid, z, place, phases),
    labels: (phase: number) => labels(place, phase),
  }));
  const stack = stackOf(masks, frame, phases);
  const lv = leftVentricle(stack, phases, rimRule, 'in-volume');
  const found = extremes(lv.curveMl);
  const [edPhase, esPhase] = [chosen.edPhase ?? found.largest, chosen.esPhase ?? found.smallest];
  const left = functionOfDiscs(lv.curveMl, lv.discs, edPhase, esPhase);
  const right = rightVentricle(stack, phases);
  return {
    measures: {
      lvEdvMl: left?.edv ?? nil,
      lvEsvMl: left?.esv ?? nil,
      lvEfPct: left?.ef ?? nil,
      lvMassG: massMeasure(stack, edPhase, 0).lvMassG ?? nil,
      rvEdvMl: right?.figures?.edv ?? null,
      rvEsvMl: right?.figures?.esv ?? null,
      rvEfPct: right?.figures?.ef ?? null,
    },
    edPhase,
    esPhase,
    lvMl: [...lv.curveMl],
  };
}

/** What isn't there. */
const nil: HeartMeasure = { value: 0, low: 0, high: 0 };

function planeAt(grid: DenseGrid, zMm: number, place: number, phases: number): HeartPlane {
  const [dx, dy, dz] = grid.spacingMm;
  return {
    id: `dense/${place}`,
    volumeId: 'dense',
    slice: place,
    view: 'sax',
    viewBy: 'geometry',
    order: place,
    used: true,
    reason: null,
    slot: null,
    phases,
    originMm: [...plus(grid.originMm, grid.n, zMm)],
    row: [...grid.u],
    column: [...grid.v],
    spacingMm: [dx, dy],
    thicknessMm: dz,
    dims: [grid.dims[0], grid.dims[1]],
  };
}
