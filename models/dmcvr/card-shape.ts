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
  /** What draws acquired slices: each alone, or beside its neighbours (context-labels.ts). */
  sliceLabels: z.enum(['segment', 'between']).default('segment'),
  defaults: z.object({ steps: z.number().int(), seed: z.number().int() }),
};
