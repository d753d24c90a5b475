import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';
import { phaseAt, type BeatTiming } from './beat-timing.ts';
import { applyAffine, CROP_SIZE, cropGrid } from './crop-grid.ts';
import { quantiles } from './vectors.ts';

export const BEAT_PHASES = 24;
export const CROP_PIXELS = CROP_SIZE * CROP_SIZE;

/**
 * A plane as the network sees it: 24 x 96 x 96, 0 to 1, columns fastest.
 *
 * @param pixels acquired values, phases x rows x columns (CineCandidate.readSlice)
 */
export function cropPlane(
  pixels: Float32Array,
  plane: HeartPlane,
  frame: HeartFrame,
  timing: BeatTiming,
): Float32Array {
  return overTheBeat(nativeCrop(pixels, plane, frame), timing);
}

/** Acquired frames (phases x 96 x 96) at the 24 even shares of the beat, periodic and linear. */
export function overTheBeat(nativeFrames: Float32Array, timing: BeatTiming): Float32Array {
  const beat = new Float32Array(BEAT_PHASES * CROP_PIXELS);
  for (let phase = 0; phase < BEAT_PHASES; phase++) {
    const { before, after, weight } = phaseAt(timing, phase / BEAT_PHASES);
    const [a, b] = [before * CROP_PIXELS, after * CROP_PIXELS];
    for (let n = 0; n < CROP_PIXELS; n++) {
      const value = nativeFrames[a + n]!;
      beat[phase * CROP_PIXELS + n] = value + weight * (nativeFrames[b + n]! - value);
    }
  }
  return beat;
}

/**
 * All acquired frames of a plane in its crop, phases x 96 x 96: linear in space, 1st to 99th
 * percentile of what lies inside the image to 0..1, and 0 outside it.
 */
export function nativeCrop(
  pixels: Float32Array,
  plane: HeartPlane,
  frame: HeartFrame,
): Float32Array {
  const { places, values } = cropValues(pixels, plane, frame);
  return scaledCrop(places, values, plane.phases, cropScale(values));
}

/** What of a plane's crop lies inside its image. */
export interface CropValues {
  /** Crop pixels (96 row + column) that lie in the image, rising. */
  readonly places: readonly number[];
  /** Acquired values there, phases x places, linear in space. */
  readonly values: Float32Array;
}

/** The crop's values as acquired. @param pixels phases x rows x columns */
export function cropValues(pixels: Float32Array, plane: HeartPlane, frame: HeartFrame): CropValues {
  const [columns, rows] = plane.dims;
  const { places, corners, weights } = imagePlaces(plane, frame);
  const inside = places.length;
  const values = new Float32Array(plane.phases * inside);
  for (let phase = 0; phase < plane.phases; phase++) {
    const first = phase * columns * rows;
    for (let n = 0; n < inside; n++) {
      let value = 0;
      for (let c = 4 * n; c < 4 * n + 4; c++) value += weights[c]! * pixels[first + corners[c]!]!;
      values[phase * inside + n] = value;
    }
  }
  return { places, values };
}

/** What becomes 0 and how far above it lies what becomes 1; nil or NaN where nothing differs. */
export interface CropScale {
  readonly low: number;
  readonly span: number;
}

/** 1st to 99th percentile. */
export function cropScale(values: Float32Array): CropScale {
  const [low, high] = quantiles(values, [0.01, 0.99]) as [number, number];
  return { low, span: high - low };
}

/** Phases x 96 x 96, 0 to 1, clipped; 0 outside the image, and all 0 without a span. */
export function scaledCrop(
  places: readonly number[],
  values: Float32Array,
  phases: number,
  { low, span }: CropScale,
): Float32Array {
  const crop = new Float32Array(phases * CROP_PIXELS);
  if (!(span > 0)) return crop;
  const inside = places.length;
  for (let phase = 0; phase < phases; phase++)
    for (let n = 0; n < inside; n++) {
      const value = (values[phase * inside + n]! - low) / span;
      crop[phase * CROP_PIXELS + places[n]!] = Math.min(1, Math.max(0, value));
    }
  return crop;
}

/** 1 where a plane's crop lies inside its image, 96 x 96. */
export function insideImage(plane: HeartPlane, frame: HeartFrame): Uint8Array {
  const mask = new Uint8Array(CROP_PIXELS);
  for (const place of imagePlaces(plane, frame).places) mask[place] = 1;
  return mask;
}

/** Crop pixels that lie in the image, with the four image pixels round each and their weights. */
function imagePlaces(plane: HeartPlane, frame: HeartFrame) {
  const [columns, rows] = plane.dims;
  const { cropToImage } = cropGrid(plane, frame);
  const places: number[] = [];
  const corners: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < CROP_SIZE; i++)
    for (let j = 0; j < CROP_SIZE; j++) {
      const [x, y] = applyAffine(cropToImage, j, i);
      if (x < -0.5 || y < -0.5 || x > columns - 0.5 || y > rows - 0.5) continue;
      places.push(i * CROP_SIZE + j);
      const [x0, x1, fx] = around(x, columns);
      const [y0, y1, fy] = around(y, rows);
      corners.push(y0 * columns + x0, y0 * columns + x1, y1 * columns + x0, y1 * columns + x1);
      weights.push((1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy);
    }
  return { places, corners, weights };
}

/** The pixels on both sides of a place, and the share of the second; the rim holds to its edge. */
function around(x: number, count: number): readonly [number, number, number] {
  const low = Math.min(count - 1, Math.max(0, Math.floor(x)));
  const high = Math.min(count - 1, low + 1);
  return [low, high, Math.min(1, Math.max(0, x - low))];
}

/** The segmentation's input at an acquired phase: frames before, at and after, 3 x 96 x 96. */
export function frameTriplet(nativeFrames: Float32Array, phase: number): Float32Array {
  const phases = nativeFrames.length / CROP_PIXELS;
  const triplet = new Float32Array(3 * CROP_PIXELS);
  for (let n = 0; n < 3; n++) {
    const from = ((phase + n - 1 + phases) % phases) * CROP_PIXELS;
    triplet.set(nativeFrames.subarray(from, from + CROP_PIXELS), n * CROP_PIXELS);
  }
  return triplet;
}
