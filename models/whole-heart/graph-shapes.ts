import type { HeartRole } from './card-shape.ts';

export const SLOTS = 9;
export const BEAT = 24;
export const CROP = 96;
export const WIDTH = 160;
export const EMBEDDING = 128;
/** Values of one frame and of one plane's beat. */
export const FRAME_PIXELS = CROP * CROP;
export const PLANE_PIXELS = BEAT * FRAME_PIXELS;
/** Tokens of one plane in one time patch. */
export const PATCH_TOKENS = 64;
export const CLASSES = 6;
/** Length of `measured`: 45 of the short axis, 17 of each long-axis plane, 5 of two together. */
export const MEASURED = 45 + 3 * 17 + 5;

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Inputs and outputs of the graphs, CONTRACT.md; the first length is the batch. */
export const graphs: Readonly<Record<HeartRole, { inputs: Shapes; outputs: Shapes }>> = {
  encoder: {
    inputs: {
      planes: [1, SLOTS, BEAT, CROP, CROP],
      plane_mask: [1, SLOTS],
      geometry: [1, SLOTS, 12],
    },
    outputs: { tokens: [1, 1152, WIDTH], class: [1, WIDTH], plane_tokens: [1, SLOTS, WIDTH] },
  },
  segmentation: {
    inputs: { images: [1, 3, CROP, CROP], tokens: [1, PATCH_TOKENS, WIDTH], phase: [1, 2] },
    outputs: { logits: [1, CLASSES, CROP, CROP] },
  },
  phenotype: {
    inputs: {
      class: [1, WIDTH],
      plane_tokens: [1, SLOTS, WIDTH],
      plane_mask: [1, SLOTS],
      measured: [1, MEASURED],
    },
    outputs: {
      mean: [1, 17],
      log_variance: [1, 17],
      lv_curve: [1, BEAT],
      embedding: [1, EMBEDDING],
    },
  },
  reconstruction: {
    inputs: { tokens: [1, 1152, WIDTH], plane_mask: [1, SLOTS], geometry: [1, SLOTS, 12] },
    outputs: { planes: [1, SLOTS, BEAT, CROP, CROP] },
  },
};
