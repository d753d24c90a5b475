import { z } from 'zod';
import { denseCardShape } from '../dmcvr/card-shape.ts';
import { heartCardShape } from '../whole-heart/card-shape.ts';

/** How x_1 of a data-consistent start is made (ours): OS-SART-TV from the sparse FDK. */
export const projectionsStartSchema = z.object({
  iterations: z.number().int().positive(),
  subsets: z.number().int().positive(),
  relaxation: z.number().positive(),
  /** Fixed in os-sart.ts, and in its Python twin. */
  decay: z.literal(0.95),
  tvWeightHu: z.number().nonnegative(),
  tvIterations: z.literal(12),
  /** Slices added at each end as a share of the grid's: the body goes on beyond them. */
  extendZ: z.number().nonnegative(),
  /** With more views than this the sparse FDK is the better start, and 'auto' takes it. */
  autoViews: z.number().int().positive().optional(),
});
export type ProjectionsStart = z.infer<typeof projectionsStartSchema>;

/** The scans that a model was trained on; others are flagged. */
export const trainedGeometrySchema = z.object({
  sourceAxisMm: z.tuple([z.number(), z.number()]),
  sourceDetectorMm: z.tuple([z.number(), z.number()]),
  /** Whether panels shifted to one side were among them. */
  halfFan: z.boolean(),
  /** The shortest arc, degrees. */
  arcDeg: z.number(),
});

/** What every card holds. */
const commonCardSchema = z.looseObject({
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
  training: z.looseObject({
    data: z.array(z.looseObject({ name: z.string(), licence: z.string(), kind: z.string() })),
  }),
  metrics: z.looseObject({ protocol: z.string(), rows: z.array(z.looseObject({})) }),
  limits: z.array(z.string()),
});

/** MInDI-3D: a volume from a volume. */
const restorationCardSchema = commonCardSchema.extend({
  id: z.literal('mindi3d'),
  input: z.looseObject({
    tile: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
    overlap: z.number().int(),
    huMin: z.number(),
    huMax: z.number(),
    eps: z.number(),
    /** Start noise of a run with one sample, where it differs: noise serves the spread over several. */
    epsOneSample: z.number().optional(),
    trainedViews: z.tuple([z.number(), z.number()]),
    spacingMm: z.tuple([z.number(), z.number()]),
    projectionsStart: projectionsStartSchema.optional(),
    trainedGeometry: trainedGeometrySchema.optional(),
  }),
  defaults: z.object({ steps: z.number().int(), seed: z.number().int() }),
});

/** A model's card: card.json beside its weights, written by the training's own scripts. */
export const cardSchema = z.discriminatedUnion('id', [
  restorationCardSchema,
  commonCardSchema.extend(heartCardShape),
  commonCardSchema.extend(denseCardShape),
]);
export type ModelCard = z.infer<typeof cardSchema>;
export type ModelId = ModelCard['id'];
export type CardOf<Id extends ModelId> = Extract<ModelCard, { id: Id }>;
export type RestorationCard = CardOf<'mindi3d'>;
export type HeartCard = CardOf<'whole-heart'>;
export type DenseCard = CardOf<'dmcvr'>;
