import type { Warning } from '../../messages/sparrow-error.ts';
import type { LpsPoint } from '../../volume/geometry.ts';
import type { PlacedFrame } from './source-frame.ts';

/** One slice position with its frames in order of time. */
export interface Slice {
  readonly positionMm: LpsPoint;
  /** Place along the stack's normal, millimetres. */
  readonly distanceMm: number;
  readonly frames: readonly PlacedFrame[];
}

/** Parallel slices, lowest along the normal first, each with the same number of phases. */
export interface Stack {
  readonly slices: readonly Slice[];
  readonly phases: number;
  /** What the phases were ordered by; null for one phase. */
  readonly timeKey: TimeKey | null;
  readonly frameOfReferenceUid: string | null;
  readonly warnings: readonly Warning[];
}

export type TimeKey = 'trigger' | 'temporal' | 'acquisition' | 'instance';

/** Any frame of the stack: they share orientation, spacing and size. */
export function anyFrame(stack: Pick<Stack, 'slices'>): PlacedFrame {
  return stack.slices[0]!.frames[0]!;
}
