import type { HeartPlane } from '../../library/heart-records.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { heartClass } from '../contours/classes.ts';
import { overPhases, withoutGaps } from './beat.ts';
import type { MaskPlane } from './mask-planes.ts';

const { lvCavity, lvMyocardium, rvCavity } = heartClass;

/** What is counted in one label map: areas in mm2, lengths of rims in mm. */
export const tallied = [
  'lvMm2',
  'muscleMm2',
  'rvMm2',
  'lvRimMm',
  'epicardiumRimMm',
  'rvRimMm',
  /** Share of the cavity's rim that is muscle, 0 to 1. */
  'muscledShare',
] as const;
export type Tally = Record<(typeof tallied)[number], number>;
export type TallyCurves = Record<(typeof tallied)[number], Float64Array>;

/** Steps of pixels are longer than the line they stand for: pi / 4 over all directions. */
const staircase = Math.PI / 4;

/** The curves of one plane at the lead volume's phases; null where no phase was drawn. */
export function tallyCurves(mask: MaskPlane, leadPhases: number): TallyCurves | null {
  const tallies = Array.from({ length: mask.plane.phases }, (_, phase) => {
    const labels = mask.labels(phase);
    return labels === null ? null : tallyOf(checked(labels, mask.plane), mask.plane);
  });
  const curves: Partial<TallyCurves> = {};
  for (const name of tallied) {
    const whole = withoutGaps(tallies.map((tally) => (tally === null ? null : tally[name])));
    if (whole === null) return null;
    curves[name] = overPhases(whole, leadPhases);
  }
  return curves as TallyCurves;
}

/** Throws SparrowError 'heart/labels-size' where a label map is not of its image's size. */
export function checked(labels: Uint8Array, plane: HeartPlane): Uint8Array {
  const [columns, rows] = plane.dims;
  if (labels.length === columns * rows) return labels;
  throw new SparrowError('heart/labels-size', {
    view: plane.view,
    slice: plane.slice + 1,
    pixels: labels.length,
    columns,
    rows,
  });
}

function tallyOf(labels: Uint8Array, plane: HeartPlane): Tally {
  const [columns, rows] = plane.dims;
  const [dx, dy] = plane.spacingMm;
  const pixels = new Float64Array(6);
  const rims = new Float64Array(6);
  let epicardium = 0;
  let muscled = 0;
  const pair = (a: number, b: number, edgeMm: number) => {
    rims[a] = rims[a]! + edgeMm;
    rims[b] = rims[b]! + edgeMm;
    const aIn = a === lvCavity || a === lvMyocardium;
    const bIn = b === lvCavity || b === lvMyocardium;
    if (aIn !== bIn) epicardium += edgeMm;
    if (aIn && bIn) muscled += edgeMm;
  };
  for (let y = 0, at = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, at++) {
      const here = labels[at]!;
      pixels[here] = pixels[here]! + 1;
      if (x + 1 < columns && labels[at + 1] !== here) pair(here, labels[at + 1]!, dy);
      if (y + 1 < rows && labels[at + columns] !== here) pair(here, labels[at + columns]!, dx);
    }
  }
  return {
    lvMm2: pixels[lvCavity]! * dx * dy,
    muscleMm2: pixels[lvMyocardium]! * dx * dy,
    rvMm2: pixels[rvCavity]! * dx * dy,
    lvRimMm: rims[lvCavity]! * staircase,
    epicardiumRimMm: epicardium * staircase,
    rvRimMm: rims[rvCavity]! * staircase,
    muscledShare: rims[lvCavity]! > 0 ? muscled / rims[lvCavity]! : 0,
  };
}
