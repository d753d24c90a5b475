import { z } from 'zod';
import { headMeasures } from '../../studies/library/heart-records.ts';

/** Roles of the four graphs, in the order in which their hashes make the hash of the whole. */
export const heartRoles = ['encoder', 'segmentation', 'phenotype', 'reconstruction'] as const;
export type HeartRole = (typeof heartRoles)[number];

const perSlot = z.array(z.number()).length(9);

/**
 * What the card of the whole-heart model says beyond every card's own fields. Beside the four graphs
 * `weights` may name a file of role 'bank': float32 little-endian [n][128], unit embeddings of
 * training hearts.
 */
export const heartCardShape = {
  id: z.literal('whole-heart'),
  input: z.looseObject({
    slots: z.literal(9),
    phases: z.literal(24),
    pixels: z.literal(96),
    pixelMm: z.literal(2),
    /** Length of the head's input `measured`. */
    measured: z.number().int().positive(),
    /** Names the preprocessing; vectors of another are not compared. */
    preprocessing: z.string(),
  }),
  /** The head's outputs in order; its sd times `scale` gives intervals that hold what they say. */
  phenotypes: z
    .array(z.object({ name: z.enum(headMeasures), unit: z.string(), scale: z.number().positive() }))
    .length(headMeasures.length),
  /** What is reported where nobody has edited a contour: decided on the validation hearts. */
  report: z.enum(['head', 'masks']),
  /** With so many short-axis slices that count, disc summation is reported in the head's place. */
  masksFromSlices: z.number().int().positive().optional(),
  thresholds: z.object({
    /** 99th percentile over validation hearts of 1 - cosine to the k-th nearest of the bank. */
    embedding: z.object({ k: z.number().int().positive(), limit: z.number() }),
    /**
     * 99th percentile, slot by slot, of 1 - correlation between a plane's crop (24 x 96 x 96, 0 to 1)
     * and the one reconstructed from the other eight.
     */
    planeError: perSlot,
    /** EF change when one plane is left out, points. */
    withoutPlaneEf: z.number(),
    /** What training hearts span: outside it a heart is out of scope. */
    plausible: z.object({
      lvEdvMl: z.tuple([z.number(), z.number()]),
      lvMassG: z.tuple([z.number(), z.number()]),
      heartRate: z.tuple([z.number(), z.number()]),
      /** Length of the LV cavity at ED over its widest short-axis diameter. */
      lengthOverWidth: z.tuple([z.number(), z.number()]),
    }),
  }),
  defaults: z.looseObject({}),
};
