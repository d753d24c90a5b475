import type { JobRecord, VolumeRecord } from '../../../studies/library/records.ts';
import type { Dims } from './grid-choice.ts';

export type Method = 'fdk' | 'os-sart' | 'os-sart-tv';

/** What a reconstruction computes. */
export interface Effort {
  readonly method: Method;
  readonly dims: Dims;
  readonly views: number;
  /** 1 for FDK. */
  readonly iterations: number;
}

/**
 * How often a voxel meets a view. An iteration goes there and back again, and the total-variation
 * step costs about as much as a third of that at fifty views.
 */
export function workOf({ method, dims, views, iterations }: Effort): number {
  const once = dims[0] * dims[1] * dims[2] * views;
  if (method === 'fdk') return once;
  const perIteration = method === 'os-sart' ? 2 : 2.7;
  return once * perIteration * iterations;
}

/** Bytes at the same time: volumes in float32, and the views that are used. */
export function memoryOf({ method, dims, views }: Effort, viewPixels: number): number {
  const volume = 4 * dims[0] * dims[1] * dims[2];
  const scan = 4 * views * viewPixels;
  if (method === 'fdk') return 2 * volume + 2 * scan;
  return (method === 'os-sart' ? 4 : 6) * volume + 3 * scan;
}

/** Work a second of one thread of an ordinary processor; only until this computer is known. */
const assumedRate = 8e7;

/**
 * Work a second that the finished reconstructions of this computer came to, those by the same method
 * where there are any; null without any.
 */
export function measuredRate(
  wanted: Method,
  jobs: readonly JobRecord[],
  volume: (id: string) => VolumeRecord | undefined,
): number | null {
  const measured = jobs.flatMap((job) => {
    const made = volume(job.made?.volumes[0] ?? '');
    if (job.kind !== 'reconstruct' || job.state !== 'done' || !made?.reconstruction) return [];
    const seconds = (Date.parse(job.finishedAt ?? '') - Date.parse(job.startedAt ?? '')) / 1000;
    const { method, views, iterations } = made.reconstruction;
    const work = workOf({ method, dims: made.dims, views, iterations: Math.max(1, iterations) });
    return seconds > 0 ? [{ method, rate: work / seconds }] : [];
  });
  const same = measured.filter(({ method }) => method === wanted);
  const rates = (same.length > 0 ? same : measured).map(({ rate }) => rate);
  return rates.length === 0 ? null : rates.reduce((a, b) => a + b) / rates.length;
}

/** Expected seconds; from `rate` where this computer has been measured. */
export function secondsOf(effort: Effort, rate: number | null, threads: number): number {
  return workOf(effort) / (rate ?? assumedRate * Math.min(Math.max(threads, 1), 8));
}
