import { median } from './source-frame.ts';
import type { Stack } from './stack.ts';
import { timeOf } from './time-order.ts';

/**
 * Milliseconds of each phase: the median over slices, whose beats differ a little. Trigger times
 * count from the R wave; other clocks from the first phase. Null for one phase, or where nothing
 * tells the time.
 */
export function phaseTimes(stack: Stack): number[] | null {
  const { phases, timeKey, slices } = stack;
  if (phases === 1) return null;
  if (timeKey === 'trigger') {
    return ascending(perPhase(phases, (p) => slices.map((s) => timeOf(s.frames[p]!, 'trigger')!)));
  }
  const rr = rrInterval(stack);
  if (rr !== null) return perPhase(phases, (p) => [(p * rr) / phases]);
  if (timeKey !== 'acquisition') return null;
  return ascending(
    perPhase(phases, (p) =>
      slices.map((s) => timeOf(s.frames[p]!, timeKey)! - timeOf(s.frames[0]!, timeKey)!),
    ),
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

/** Null unless every phase is later than the one before. */
function ascending(times: number[]): number[] | null {
  return times.every((t, n) => n === 0 || t > times[n - 1]!) ? times : null;
}
