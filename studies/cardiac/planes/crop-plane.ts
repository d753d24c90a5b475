import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';
import type { BeatTiming } from './beat-timing.ts';

export const BEAT_PHASES = 24;

/**
 * A plane as the network sees it: 24 x 96 x 96, 0 to 1, columns fastest.
 *
 * @param pixels acquired values, phases x rows x columns (CineCandidate.readSlice)
 */
export function cropPlane(
  _pixels: Float32Array,
  _plane: HeartPlane,
  _frame: HeartFrame,
  _timing: BeatTiming,
): Float32Array {
  throw new Error('being written');
}

/**
 * All acquired frames of a plane in its crop, phases x 96 x 96, scaled as `cropPlane` scales; make
 * it once, then take `frameTriplet` of each phase.
 */
export function nativeCrop(
  _pixels: Float32Array,
  _plane: HeartPlane,
  _frame: HeartFrame,
): Float32Array {
  throw new Error('being written');
}

/** The segmentation's input at an acquired phase: frames before, at and after, 3 x 96 x 96. */
export function frameTriplet(_nativeCrop: Float32Array, _phase: number): Float32Array {
  throw new Error('being written');
}
