import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';

/** One run of the encoder. */
export interface SlotPass {
  /** Plane ids of the nine slots (heartSlots); null: absent. */
  readonly planeIds: readonly (string | null)[];
  /** True where the slot's plane is to be segmented with this pass; each plane is so in one pass. */
  readonly fresh: readonly boolean[];
}

/**
 * Which plane feeds which slot, in as many passes as it takes for every used short-axis plane to
 * have a slot once. The first pass spreads six slices evenly over those that show the left ventricle.
 *
 * @param lvSliceIds ids of short-axis planes that show the left ventricle; null: not known yet
 */
export function assignSlots(
  _planes: readonly HeartPlane[],
  _lvSliceIds: readonly string[] | null,
): SlotPass[] {
  throw new Error('being written');
}

/** The 12 numbers of a present slot: models/whole-heart/CONTRACT.md. */
export function slotGeometry(_plane: HeartPlane, _frame: HeartFrame): Float32Array {
  throw new Error('being written');
}
