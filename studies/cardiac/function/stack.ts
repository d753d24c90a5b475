import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';
import type { Vector3 } from '../../volume/geometry.ts';
import type { MaskPlane } from './mask-planes.ts';
import { positionMm, stackNormal } from './stack-normal.ts';
import { tallyCurves, type TallyCurves } from './tally.ts';

/** One short-axis slice of the stack. */
export interface StackSlice {
  readonly mask: MaskPlane;
  readonly plane: HeartPlane;
  /** Along the stack's normal, growing towards the apex, mm. */
  readonly positionMm: number;
  /** What the slice stands for: half the gap to each neighbour, mm. */
  readonly slabMm: number;
  readonly curves: TallyCurves;
}

/** Short-axis slices that carry labels, base to apex. */
export interface Stack {
  readonly slices: readonly StackSlice[];
  /** Base to apex. */
  readonly normal: Vector3;
}

/**
 * The short-axis stack with true slice positions. A slice stands for half the gap to each
 * neighbour; an end slice for half its only gap beyond as well; a single slice for its thickness.
 * Slices without labels leave a gap that their neighbours share.
 */
export function stackOf(
  planes: readonly MaskPlane[],
  frame: HeartFrame,
  leadPhases: number,
): Stack {
  const drawn = planes.flatMap((mask) => {
    if (mask.plane.view !== 'sax' || !mask.plane.used) return [];
    const curves = tallyCurves(mask, leadPhases);
    return curves === null ? [] : [{ mask, curves }];
  });
  const normal = stackNormal(
    drawn.map(({ mask }) => mask.plane),
    frame,
  );
  const placed = drawn
    .map((slice) => ({ ...slice, positionMm: positionMm(slice.mask.plane, frame, normal) }))
    .sort((a, b) => a.positionMm - b.positionMm);
  const slices = placed.map((slice, i) => ({
    ...slice,
    plane: slice.mask.plane,
    slabMm: slabOf(placed, i) ?? slice.mask.plane.thicknessMm,
  }));
  return { slices, normal };
}

function slabOf(slices: readonly { positionMm: number }[], i: number): number | null {
  const here = slices[i]!.positionMm;
  const before = i > 0 ? here - slices[i - 1]!.positionMm : null;
  const after = i + 1 < slices.length ? slices[i + 1]!.positionMm - here : null;
  if (before === null && after === null) return null;
  return ((before ?? after)! + (after ?? before)!) / 2;
}
