import { z } from 'zod';

/** A model's card: card.json beside its weights, written by the training's own scripts. */
export const cardSchema = z.looseObject({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  task: z.string(),
  statement: z.string(),
  licence: z.string(),
  date: z.string(),
  weights: z.array(
    z.object({
      file: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      bytes: z.number().int().positive(),
      role: z.string(),
    }),
  ),
  input: z.looseObject({
    tile: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
    overlap: z.number().int(),
    huMin: z.number(),
    huMax: z.number(),
    eps: z.number(),
    trainedViews: z.tuple([z.number(), z.number()]),
    spacingMm: z.tuple([z.number(), z.number()]),
  }),
  defaults: z.object({ steps: z.number().int(), seed: z.number().int() }),
  training: z.looseObject({
    data: z.array(z.looseObject({ name: z.string(), licence: z.string(), kind: z.string() })),
  }),
  metrics: z.looseObject({ protocol: z.string(), rows: z.array(z.looseObject({})) }),
  limits: z.array(z.string()),
});
export type ModelCard = z.infer<typeof cardSchema>;
