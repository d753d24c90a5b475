import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';
import { cross, dot, normalise, type Vector3 } from '../../volume/geometry.ts';
import type { MaskPlane } from './mask-planes.ts';
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
    .map((slice) => ({ ...slice, positionMm: positionOf(slice.mask.plane, frame, normal) }))
    .sort((a, b) => a.positionMm - b.positionMm);
  const slices = placed.map((slice, i) => ({
    ...slice,
    plane: slice.mask.plane,
    slabMm: slabOf(placed, i) ?? slice.mask.plane.thicknessMm,
  }));
  return { slices, normal };
}

/** Mean normal of the slices, base to apex by their order, by the heart frame where they have none. */
function stackNormal(planes: readonly HeartPlane[], frame: HeartFrame): Vector3 {
  if (planes.length === 0) return frame.e3;
  const first = cross(planes[0]!.row, planes[0]!.column);
  let sum: Vector3 = [0, 0, 0];
  for (const plane of planes) {
    const own = cross(plane.row, plane.column);
    const sign = Math.sign(dot(own, first)) || 1;
    sum = [sum[0] + sign * own[0], sum[1] + sign * own[1], sum[2] + sign * own[2]];
  }
  const normal = normalise(sum);
  const ordered = planes
    .filter((plane) => plane.order !== null)
    .sort((a, b) => a.order! - b.order!);
  const [base, apex] = [ordered[0], ordered.at(-1)];
  const along =
    base && apex && base !== apex
      ? positionOf(apex, frame, normal) - positionOf(base, frame, normal)
      : dot(normal, frame.e3);
  return along < 0 ? [-normal[0], -normal[1], -normal[2]] : normal;
}

/** Where the line through the heart's middle along the normal meets the plane, mm from the middle. */
function positionOf(plane: HeartPlane, frame: HeartFrame, normal: Vector3): number {
  const own = cross(plane.row, plane.column);
  const { originMm: p } = plane;
  const { originMm: o } = frame;
  return dot([p[0] - o[0], p[1] - o[1], p[2] - o[2]], own) / dot(normal, own);
}

function slabOf(slices: readonly { positionMm: number }[], i: number): number | null {
  const here = slices[i]!.positionMm;
  const before = i > 0 ? here - slices[i - 1]!.positionMm : null;
  const after = i + 1 < slices.length ? slices[i + 1]!.positionMm - here : null;
  if (before === null && after === null) return null;
  return ((before ?? after)! + (after ?? before)!) / 2;
}
