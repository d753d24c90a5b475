/** Roles of the graphs, in the order in which their hashes make the hash of the whole. */
export const denseRoles = [
  'segment',
  'semantic',
  'denoise',
  'denoise-middle',
  'between',
  'contour',
] as const;
export type DenseRole = (typeof denseRoles)[number];

export const CROP = 96;
/** Values of one slice. */
export const PIXELS = CROP * CROP;
export const CLASSES = 4;
/** Length of the global code z. */
export const SEMANTIC = 128;
/** The morphology map, channels x 6 x 6. */
export const MORPHOLOGY = 64 * 6 * 6;

type Shapes = Readonly<Record<string, readonly number[]>>;

const denoise = {
  inputs: { x: [1, 4, 48, 48], t: [1], z: [1, SEMANTIC], morphology: [1, 64, 6, 6] },
  outputs: { noise: [1, 4, 48, 48] },
};

/** Inputs and outputs of the graphs, CONTRACT.md; the first length is the batch. */
export const graphs: Readonly<Record<DenseRole, { inputs: Shapes; outputs: Shapes }>> = {
  segment: {
    inputs: { image: [1, 1, CROP, CROP] },
    outputs: { logits: [1, CLASSES, CROP, CROP], morphology: [1, 64, 6, 6] },
  },
  semantic: { inputs: { image: [1, 4, 48, 48] }, outputs: { z: [1, SEMANTIC] } },
  denoise,
  'denoise-middle': denoise,
  between: {
    inputs: { pair: [1, 2, CROP, CROP], where: [1, 2] },
    outputs: { image: [1, 1, CROP, CROP], logits: [1, CLASSES, CROP, CROP] },
  },
  contour: {
    inputs: { slices: [1, 8, CROP, CROP], where: [1, 4] },
    outputs: { logits: [1, CLASSES, CROP, CROP] },
  },
};
