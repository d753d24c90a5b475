import { z } from 'zod';
import { denseMethodSchema } from '../../studies/library/dense-records.ts';

/** What the card of DMCVR says beyond every card's own fields. */
export const denseCardShape = {
  id: z.literal('dmcvr'),
  input: z.looseObject({
    pixels: z.literal(96),
    pixelMm: z.literal(2),
    /** Names the preprocessing. */
    preprocessing: z.string(),
  }),
  /** The way that won on validation: pictures and labels of made slices. */
  defaultMethod: denseMethodSchema,
  /** What draws labels: segment, each slice alone, or contour, beside neighbours (contour-labels.ts). */
  sliceLabels: z.enum(['segment', 'contour']).default('segment'),
  defaults: z.object({ steps: z.number().int(), seed: z.number().int() }),
};
