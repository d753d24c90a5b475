import type { HeartPlane } from '../../library/heart-records.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { heartClass } from '../contours/classes.ts';
import { overPhases, withoutGaps } from './beat.ts';
import type { MaskPlane } from './mask-planes.ts';

const { lvCavity, lvMyocardium, rvCavity } = heartClass;
const classes = 6;

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
    if (labels === null) return null;
    return chamberTally(checked(labels, mask.plane), mask.plane.dims, mask.plane.spacingMm);
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

/** What one label map shows. @param dims columns, rows @param spacingMm between columns, rows */
export function chamberTally(
  labels: Uint8Array,
  dims: readonly [number, number],
  spacingMm: readonly [number, number],
): Tally {
  const [dx, dy] = spacingMm;
  const pixels = pixelsOf(labels);
  const edges = edgesOf(labels, dims, spacingMm);
  const lvRim = rimOf(edges, lvCavity);
  let epicardium = 0;
  for (let other = 0; other < classes; other++) {
    if (other === lvCavity || other === lvMyocardium) continue;
    epicardium += edges[lvCavity * classes + other]! + edges[lvMyocardium * classes + other]!;
  }
  const muscled = edges[lvCavity * classes + lvMyocardium]!;
  return {
    lvMm2: pixels[lvCavity]! * dx * dy,
    muscleMm2: pixels[lvMyocardium]! * dx * dy,
    rvMm2: pixels[rvCavity]! * dx * dy,
    lvRimMm: lvRim * staircase,
    epicardiumRimMm: epicardium * staircase,
    rvRimMm: rimOf(edges, rvCavity) * staircase,
    muscledShare: lvRim > 0 ? muscled / lvRim : 0,
  };
}

/** Pixels of each class. */
function pixelsOf(labels: Uint8Array): Int32Array {
  const pixels = new Int32Array(classes);
  for (const label of labels) pixels[label] = pixels[label]! + 1;
  return pixels;
}

/** Length of the common edges of every two classes, mm, [class x class], both ways round. */
function edgesOf(
  labels: Uint8Array,
  [columns, rows]: readonly [number, number],
  [dx, dy]: readonly [number, number],
): Float64Array {
  const across = new Int32Array(classes * classes);
  const down = new Int32Array(classes * classes);
  for (let y = 0, at = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, at++) {
      const row = labels[at]! * classes;
      if (x + 1 < columns) across[row + labels[at + 1]!] = across[row + labels[at + 1]!]! + 1;
      if (y + 1 < rows) down[row + labels[at + columns]!] = down[row + labels[at + columns]!]! + 1;
    }
  }
  const lengths = new Float64Array(classes * classes);
  for (let a = 0; a < classes; a++)
    for (let b = 0; b < classes; b++) {
      const [one, other] = [a * classes + b, b * classes + a];
      lengths[one] = (across[one]! + across[other]!) * dy + (down[one]! + down[other]!) * dx;
    }
  return lengths;
}

/** Edges a class shares with all others, mm. */
function rimOf(edges: Float64Array, of: number): number {
  let mm = 0;
  for (let other = 0; other < classes; other++)
    if (other !== of) mm += edges[of * classes + other]!;
  return mm;
}
