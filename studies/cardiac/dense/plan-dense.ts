import type { DenseGrid, DensePlane, DenseSlice } from '../../library/dense-records.ts';
import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';
import { cross } from '../../volume/geometry.ts';
import { positionMm, stackNormal } from '../function/stack-normal.ts';
import { CROP_PIXEL_MM, CROP_SIZE, cropDirections } from '../planes/crop-grid.ts';
import { median, plus } from '../planes/vectors.ts';
import { checkStack, isWide } from './stack-checks.ts';

export interface DenseAsked {
  /** Wanted distance between planes, mm (default 2). */
  readonly targetMm?: number;
  /** Also fill gaps of more than 25 mm; their planes are `wide`. */
  readonly acrossWideGaps?: boolean;
  /** Also planes outside the slices, one median gap at each end. */
  readonly beyond?: boolean;
}

/** Where the planes of a dense heart lie. Depths run along the stack's normal, base to apex. */
export interface DensePlan {
  readonly grid: DenseGrid;
  /** Base to apex; `zMm` counts from the first slice. */
  readonly slices: readonly DenseSlice[];
  /** The same slices' planes, in the same order. */
  readonly sources: readonly HeartPlane[];
  /** `zMm` counts from the first plane, which is the first slice unless planes lie beyond it. */
  readonly planes: readonly DensePlane[];
  /** Depth of the first slice in the planes' own count, mm; 0 unless planes lie beyond it. */
  readonly firstSliceMm: number;
  /** Median distance between neighbouring slices, mm. */
  readonly gapMm: number;
}

/** Planes this near to a slice are that slice. */
const measuredMm = 0.05;

/**
 * Lays out the dense volume of a short-axis stack: models/dmcvr/CONTRACT.md, "The dense grid".
 * Slices in any order; what is `used` is the caller's choice.
 *
 * Throws SparrowError 'dense/few-slices', 'dense/turned', 'dense/same-place' or 'dense/gap'.
 */
export function planDense(
  slices: readonly HeartPlane[],
  frame: HeartFrame,
  { targetMm = 2, acrossWideGaps = false, beyond = false }: DenseAsked = {},
): DensePlan {
  const normal = stackNormal(slices, frame);
  const placed = slices.map((plane) => ({ plane, atMm: positionMm(plane, frame, normal) }));
  placed.sort((a, b) => a.atMm - b.atMm);
  const sources = placed.map(({ plane }) => plane);
  const depths = placed.map(({ atMm }) => atMm - placed[0]!.atMm);
  checkStack(
    sources.map(({ row, column }) => cross(row, column)),
    depths,
    acrossWideGaps,
  );
  const gapMm = median(depths.slice(1).map((depth, k) => depth - depths[k]!));
  const perGap = Math.max(1, Math.round(gapMm / targetMm));
  const stepMm = gapMm / perGap;
  const before = beyond ? perGap : 0;
  const planes = planesOf(depths, stepMm, before, beyond ? depths.at(-1)! + gapMm : depths.at(-1)!);
  const { u, v } = cropDirections('sax', normal, frame);
  const half = ((CROP_SIZE - 1) / 2) * CROP_PIXEL_MM;
  const firstSliceMm = before * stepMm;
  const centreMm = plus(frame.originMm, normal, placed[0]!.atMm - firstSliceMm);
  return {
    grid: {
      dims: [CROP_SIZE, CROP_SIZE, planes.length],
      spacingMm: [CROP_PIXEL_MM, CROP_PIXEL_MM, stepMm],
      originMm: [...plus(plus(centreMm, u, -half), v, -half)],
      u: [...u],
      v: [...v],
      n: [...normal],
    },
    slices: sources.map(({ id, volumeId, slice }, k) => ({
      planeId: id,
      volumeId,
      slice,
      zMm: depths[k]!,
      used: true,
      shiftMm: [0, 0],
    })),
    sources,
    planes,
    firstSliceMm,
    gapMm,
  };
}

/** @param depths of the slices from the first one, rising, mm @param lastMm where planes end */
function planesOf(
  depths: readonly number[],
  stepMm: number,
  before: number,
  lastMm: number,
): DensePlane[] {
  const count = before + Math.floor((lastMm + measuredMm) / stepMm) + 1;
  return Array.from({ length: count }, (_, k) => ({
    zMm: k * stepMm,
    ...placeAmong(depths, (k - before) * stepMm),
  }));
}

function placeAmong(depths: readonly number[], depth: number): Omit<DensePlane, 'zMm'> {
  const own = depths.findIndex((z) => Math.abs(z - depth) <= measuredMm);
  if (own >= 0) return { kind: 'measured', below: own, above: own, share: 0 };
  const above = depths.findIndex((z) => z > depth);
  const end = above < 0 ? depths.length - 1 : 0;
  if (above <= 0) return { kind: 'beyond', below: end, above: end, share: 0 };
  const [low, high] = [depths[above - 1]!, depths[above]!];
  const kind = isWide(high - low) ? 'wide' : 'made';
  return { kind, below: above - 1, above, share: (depth - low) / (high - low) };
}
