import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';
import {
  CROP_PIXELS,
  cropScale,
  cropValues,
  scaledCrop,
  type CropScale,
  type CropValues,
} from '../planes/crop-plane.ts';

/** One slice of the stack with its acquired values, phases x rows x columns. */
export interface StackPixels {
  readonly plane: HeartPlane;
  readonly pixels: Float32Array;
}

/** The crops of a stack on one scale. */
export interface StackCrops extends CropScale {
  /** Slices x phases x 96 x 96, 0 to 1, columns fastest; 0 outside the image. */
  readonly values: Float32Array;
  readonly phases: number;
}

/**
 * All slices of a stack as the networks see them (models/dmcvr/CONTRACT.md, "Slices"): cropped,
 * brought to the lead's phases (periodic, linear), and scaled all alike, so that what is bright in
 * one slice is so in its neighbours.
 */
export function cropStack(
  stack: readonly StackPixels[],
  frame: HeartFrame,
  leadPhases: number,
): StackCrops {
  const slices = stack.map(({ plane, pixels }) =>
    atLeadPhases(cropValues(pixels, plane, frame), plane.phases, leadPhases),
  );
  const all = new Float32Array(slices.reduce((sum, { values }) => sum + values.length, 0));
  let filled = 0;
  for (const { values } of slices) {
    all.set(values, filled);
    filled += values.length;
  }
  const scale = cropScale(all);
  const values = new Float32Array(slices.length * leadPhases * CROP_PIXELS);
  slices.forEach(({ places, values: own }, k) =>
    values.set(scaledCrop(places, own, leadPhases, scale), k * leadPhases * CROP_PIXELS),
  );
  return { values, phases: leadPhases, ...scale };
}

/** Phases of one slice at the lead's shares of the beat: beat.ts, for pictures. */
function atLeadPhases({ places, values }: CropValues, phases: number, lead: number): CropValues {
  if (phases === lead) return { places, values };
  const inside = places.length;
  const brought = new Float32Array(lead * inside);
  for (let phase = 0; phase < lead; phase++) {
    const at = (phase * phases) / lead;
    const before = Math.floor(at + 1e-9);
    const weight = Math.max(0, at - before);
    const [a, b] = [before * inside, ((before + 1) % phases) * inside];
    for (let n = 0; n < inside; n++)
      brought[phase * inside + n] = values[a + n]! + weight * (values[b + n]! - values[a + n]!);
  }
  return { places, values: brought };
}

/** One phase of one slice, 96 x 96, not copied. */
export function cropOf({ values, phases }: StackCrops, slice: number, phase: number): Float32Array {
  const from = (slice * phases + phase) * CROP_PIXELS;
  return values.subarray(from, from + CROP_PIXELS);
}
