import { dot } from '../../volume/geometry.ts';
import { cluster, type PlacedFrame } from './source-frame.ts';
import type { Slice } from './stack.ts';

/** Frames closer than this along the normal lie in one slice. Headers round to a micrometre or so. */
const sameSliceMm = 0.02;

/**
 * Frames of one orientation put into slices, lowest along the normal first. Where images of one
 * level lie side by side, each becomes part of another lane: lanes are stacks of their own.
 */
export function lanesOfSlices(frames: readonly PlacedFrame[]): Slice[][] {
  const normal = frames[0]!.normal;
  const levels: { distanceMm: number; frames: PlacedFrame[] }[] = [];
  const sorted = frames
    .map((frame) => ({ frame, distanceMm: dot(normal, frame.positionMm) }))
    .sort((a, b) => a.distanceMm - b.distanceMm);
  for (const { frame, distanceMm } of sorted) {
    const level = levels.at(-1);
    if (level && distanceMm - level.distanceMm < sameSliceMm) level.frames.push(frame);
    else levels.push({ distanceMm, frames: [frame] });
  }
  const lanes: Slice[][] = [];
  for (const level of levels) {
    const free = new Set(lanes.keys());
    for (const members of cluster(level.frames, sideBySide)) {
      const { positionMm } = members[0]!;
      const slice: Slice = { positionMm, distanceMm: level.distanceMm, frames: members };
      const lane = nearestLane(lanes, free, slice);
      if (lane === null) lanes.push([slice]);
      else {
        lanes[lane]!.push(slice);
        free.delete(lane);
      }
    }
  }
  return lanes;
}

/** The lane whose last slice lies closest; null when each lane already has a slice at this level. */
function nearestLane(
  lanes: readonly Slice[][],
  free: ReadonlySet<number>,
  slice: Slice,
): number | null {
  let best: number | null = null;
  let bestDistance = Infinity;
  for (const lane of free) {
    const distance = distanceMm(lanes[lane]!.at(-1)!.positionMm, slice.positionMm);
    if (distance < bestDistance) [best, bestDistance] = [lane, distance];
  }
  return best;
}

function sideBySide(a: PlacedFrame, b: PlacedFrame): boolean {
  return distanceMm(a.positionMm, b.positionMm) < 0.5 * Math.min(...(a.frame.spacingMm ?? [1, 1]));
}

function distanceMm(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);
}
