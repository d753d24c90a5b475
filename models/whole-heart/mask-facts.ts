import { phaseAt, type BeatTiming } from '../../studies/cardiac/planes/beat-timing.ts';
import { areasOf, rowsOf } from './features.ts';
import { BEAT, FRAME_PIXELS } from './graph-shapes.ts';
import type { HeartMaskFacts } from './messages.ts';

/** A plane's drawn crops at its acquired phases. */
export interface DrawnPlane {
  /** Slot in the first pass; null: it had none. */
  readonly slot: number | null;
  readonly shortAxis: boolean;
  /** Of the crop's centre along e3, mm. */
  readonly heightMm: number;
  /** [phases][96][96] classes. */
  readonly labels: Uint8Array;
  readonly timing: BeatTiming;
}

/** Areas and extents of the drawn planes at the 24 phases of the beat. */
export function maskFacts(planes: readonly DrawnPlane[]): HeartMaskFacts {
  const shortAxis = planes
    .filter((plane) => plane.shortAxis)
    .map((plane) => ({
      slot: plane.slot,
      heightMm: plane.heightMm,
      areasCm2: overBeat(plane, (labels) => areasOf(labels, 3)) as number[],
    }));
  const longAxis = planes.flatMap((plane) =>
    plane.shortAxis || plane.slot === null
      ? []
      : [
          {
            slot: plane.slot,
            areasCm2: overBeat(plane, (labels) => areasOf(labels, 5)) as number[],
            lvRowsMm: overBeat(plane, (labels) => rowsOf(labels, 1)),
            laRowsMm: overBeat(plane, (labels) => rowsOf(labels, 4)),
          },
        ],
  );
  return { shortAxis, longAxis };
}

/**
 * Facts of every acquired phase, interpolated round the beat to its 24 phases. Where one of the two
 * neighbours has none, the other's counts.
 */
function overBeat(
  { labels, timing }: DrawnPlane,
  factsOf: (labels: Uint8Array) => (number | null)[],
): (number | null)[] {
  const acquired = timing.shares.map((_, phase) =>
    factsOf(labels.subarray(phase * FRAME_PIXELS, (phase + 1) * FRAME_PIXELS)),
  );
  return Array.from({ length: BEAT }, (_, t) => {
    const { before, after, weight } = phaseAt(timing, t / BEAT);
    return acquired[before]!.map((a, n) => {
      const b = acquired[after]![n]!;
      return a === null || b === null ? (a ?? b) : a + (b - a) * weight;
    });
  }).flat();
}
