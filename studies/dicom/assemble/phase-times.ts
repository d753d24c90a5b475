import { median, type PlacedFrame } from './source-frame.ts';
import type { Stack } from './stack.ts';
import { timeOf } from './time-order.ts';

/** Slower than this is no motion to be played: a contrast series, a run of repeats. */
const slowestStepMs = 500;

/**
 * Milliseconds of each phase: the median over slices, whose beats differ a little. Trigger times
 * count from the R wave; other clocks from the first phase. Null for one phase, where nothing tells
 * the time, or where phases lie too far apart to be played at their own rate.
 */
export function phaseTimes(stack: Stack): number[] | null {
  const { phases, timeKey, slices } = stack;
  if (phases === 1) return null;
  if (timeKey === 'trigger') {
    return playable(perPhase(phases, (p) => slices.map((s) => timeOf(s.frames[p]!, 'trigger')!)));
  }
  const rr = rrInterval(stack);
  if (rr !== null) return perPhase(phases, (p) => [(p * rr) / phases]);
  const clock = (frame: PlacedFrame | undefined) => timeOf(frame!, 'acquisition');
  if (!slices.every((slice) => slice.frames.every((frame) => clock(frame) !== null))) return null;
  return playable(
    perPhase(phases, (p) => slices.map((s) => clock(s.frames[p])! - clock(s.frames[0])!)),
  );
}

/** R-R interval from the header, else from the heart rate; null where neither makes sense. */
export function rrInterval(stack: Stack): number | null {
  if (stack.phases === 1) return null;
  const beats = stack.slices.flatMap(({ frames: [first] }) => {
    const { rrIntervalMs, heartRateBpm } = first!.header;
    if (rrIntervalMs !== null && rrIntervalMs > 200 && rrIntervalMs < 3000) return [rrIntervalMs];
    if (heartRateBpm !== null && heartRateBpm > 20 && heartRateBpm < 300) {
      return [60_000 / heartRateBpm];
    }
    return [];
  });
  return beats.length > 0 ? median(beats) : null;
}

function perPhase(phases: number, values: (phase: number) => number[]): number[] {
  return Array.from({ length: phases }, (_, phase) => median(values(phase)));
}

/** Null unless every phase is later than the one before, and soon after it. */
function playable(times: number[]): number[] | null {
  const steps = times.slice(1).map((t, n) => t - times[n]!);
  return steps.every((step) => step > 0) && median(steps) <= slowestStepMs ? times : null;
}
