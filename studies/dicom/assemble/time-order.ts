import type { PlacedFrame } from './source-frame.ts';
import type { Slice, TimeKey } from './stack.ts';

/** In order of trust. */
export const timeKeys: readonly TimeKey[] = ['trigger', 'temporal', 'acquisition', 'instance'];

/** A frame's time by one key; null where the header is silent or makes no sense. */
export function timeOf(frame: PlacedFrame, key: TimeKey): number | null {
  const time = headerTime(frame, key);
  return time !== null && Number.isFinite(time) ? time : null;
}

function headerTime({ frame, header }: PlacedFrame, key: TimeKey): number | null {
  switch (key) {
    case 'trigger':
      return frame.triggerTimeMs;
    case 'temporal':
      return frame.temporalPosition;
    case 'acquisition':
      return frame.acquisitionTimeMs;
    case 'instance':
      // Frames of one object follow each other within their instance.
      return header.instanceNumber === null ? null : header.instanceNumber + frame.frame * 1e-6;
  }
}

/**
 * The first key that tells the frames of a slice apart: trigger time, temporal position,
 * acquisition time, then instance number. A key counts when every repeated frame has it and most of
 * its values within a slice differ; a few equal ones are duplicates.
 */
export function timeKeyOf(slices: readonly Slice[]): TimeKey {
  const repeated = slices.filter((slice) => slice.frames.length > 1);
  const tells = (key: TimeKey) =>
    repeated.every((slice) => slice.frames.every((frame) => timeOf(frame, key) !== null)) &&
    repeated.filter((slice) => distinct(slice.frames, key) > slice.frames.length / 2).length >
      repeated.length / 2;
  return timeKeys.find(tells) ?? 'instance';
}

function distinct(frames: readonly PlacedFrame[], key: TimeKey): number {
  return new Set(frames.map((frame) => timeOf(frame, key))).size;
}

/**
 * Frames of each slice in order of time, and how many were left aside because another frame has
 * the same place and time. Instance numbers only break ties of order, never make a duplicate.
 */
export function orderByTime(
  slices: readonly Slice[],
  key: TimeKey,
): { slices: Slice[]; duplicates: number } {
  let duplicates = 0;
  const ordered = slices.map((slice) => {
    const frames = [...slice.frames].sort(
      (a, b) =>
        (timeOf(a, key) ?? 0) - (timeOf(b, key) ?? 0) ||
        (timeOf(a, 'instance') ?? 0) - (timeOf(b, 'instance') ?? 0),
    );
    const kept = frames.filter(
      (frame, n) => n === 0 || timeOf(frame, key) !== timeOf(frames[n - 1]!, key),
    );
    duplicates += frames.length - kept.length;
    return { ...slice, frames: kept };
  });
  return { slices: ordered, duplicates };
}
