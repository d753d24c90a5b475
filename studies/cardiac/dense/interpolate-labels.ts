import type { DensePlane } from '../../library/dense-records.ts';
import { heartClass } from '../contours/classes.ts';
import { CROP_PIXELS } from '../planes/crop-plane.ts';
import {
  sliceDistances,
  type ChamberDistance,
  type ChamberName,
  type SliceDistances,
} from './signed-distance.ts';

/**
 * Labels between two slices by their signed distances (models/dmcvr/CONTRACT.md, "Methods"): LV
 * cavity if inside it, else muscle if inside the epicardium, else RV if inside that.
 *
 * A chamber that only one of the slices shows closes half-way to the other: the absent one counts
 * as minus the greatest depth of the present one everywhere. Where it ends is not known; half-way is
 * the middle of what is possible.
 * @param share 0 at the lower slice, 1 at the upper one
 */
export function labelsBetween(
  below: SliceDistances,
  above: SliceDistances,
  share: number,
): Uint8Array {
  return labelled((name) => mixed(below[name], above[name], share));
}

/**
 * Labels beyond an end slice: as between it and an empty one a gap further.
 * @param gaps how far beyond, in gaps, 0 to 1
 */
export function labelsBeyond(end: SliceDistances, gaps: number): Uint8Array {
  const nothing: ChamberDistance = { mm: new Float32Array(0), peakMm: null };
  return labelled((name) => mixed(end[name], nothing, gaps));
}

/** A chamber is where low x below + high x above + offset is positive; null: nowhere. */
interface Mix {
  readonly below: Float32Array;
  readonly above: Float32Array;
  readonly low: number;
  readonly high: number;
  readonly offsetMm: number;
}

function mixed(below: ChamberDistance, above: ChamberDistance, share: number): Mix | null {
  const [low, high] = [1 - share, share];
  const both = { below: below.mm, above: above.mm, low, high, offsetMm: 0 };
  if (below.peakMm !== null && above.peakMm !== null) return both;
  // The absent one's array is not read.
  if (below.peakMm !== null)
    return { ...both, above: below.mm, high: 0, offsetMm: -high * below.peakMm };
  if (above.peakMm !== null)
    return { ...both, below: above.mm, low: 0, offsetMm: -low * above.peakMm };
  return null;
}

function labelled(mixOf: (name: ChamberName) => Mix | null): Uint8Array {
  const labels = new Uint8Array(CROP_PIXELS);
  // The outer first: what lies inside it is written over it.
  for (const [name, value] of [
    ['rvCavity', heartClass.rvCavity],
    ['lvEpicardium', heartClass.lvMyocardium],
    ['lvCavity', heartClass.lvCavity],
  ] as const) {
    const mix = mixOf(name);
    if (mix !== null) write(labels, mix, value);
  }
  return labels;
}

function write(labels: Uint8Array, { below, above, low, high, offsetMm }: Mix, value: number) {
  for (let at = 0; at < CROP_PIXELS; at++)
    if (low * below[at]! + high * above[at]! + offsetMm > 0) labels[at] = value;
}

/** The part of a plan that says what a plane is made of. */
export interface LabelPlan {
  readonly planes: readonly DensePlane[];
  readonly firstSliceMm: number;
  readonly gapMm: number;
  readonly slices: readonly { readonly zMm: number }[];
}

/**
 * The dense label volume of one phase: measured planes are the slices' own labels, all others by
 * signed distance. i fastest, then j, then planes base to apex.
 * @param labels of the slices, base to apex, 96 x 96 each
 */
export function stackLabels(labels: readonly Uint8Array[], plan: LabelPlan): Uint8Array {
  const known = new Map<number, SliceDistances>();
  const distances = (slice: number) => {
    const found = known.get(slice) ?? sliceDistances(labels[slice]!);
    known.set(slice, found);
    return found;
  };
  const volume = new Uint8Array(plan.planes.length * CROP_PIXELS);
  plan.planes.forEach(({ kind, below, above, share, zMm }, k) => {
    const plane = () => {
      if (kind === 'measured') return labels[below]!;
      if (kind !== 'beyond') return labelsBetween(distances(below), distances(above), share);
      const endMm = plan.firstSliceMm + plan.slices[below]!.zMm;
      return labelsBeyond(distances(below), Math.abs(zMm - endMm) / plan.gapMm);
    };
    volume.set(plane(), k * CROP_PIXELS);
  });
  return volume;
}
