import { z } from 'zod';
import {
  heartCorrectionsSchema,
  heartEditSchema,
  heartNeighbourSchema,
  heartPlanesSchema,
  heartResultSchema,
  heartTrendSchema,
  heartWithoutSchema,
} from '../../../studies/library/heart-records.ts';

const index = z.coerce.number().int().nonnegative();

/** One slice of one phase of the labels drawn on a cine volume. */
const labelPlace = z.object({ volume: z.string(), slice: index, phase: index });

const slot = z.number().int().min(0).max(8);

/** What the engine answers about hearts; part of the contract. */
export const heartRoutes = {
  /** The study's cine planes as they are understood, corrections applied. */
  'GET /api/studies/:uid/heart/planes': { response: heartPlanesSchema },
  /** Replaces what was put right before; kept for the study and applied to every later run. */
  'PUT /api/studies/:uid/heart/corrections': {
    body: heartCorrectionsSchema,
    response: heartPlanesSchema,
  },
  /** Newest first. */
  'GET /api/studies/:uid/hearts': { response: z.object({ hearts: z.array(heartResultSchema) }) },
  /** The same patient over time, the newest result of each study, oldest study first. */
  'GET /api/studies/:uid/heart/trend': { response: heartTrendSchema },

  'GET /api/hearts/:id': { response: heartResultSchema },
  'DELETE /api/hearts/:id': { response: z.object({ ok: z.literal(true) }) },
  /** uint8 classes of all slices of one phase, i fastest; with the edits, or the model's own. */
  'GET /api/hearts/:id/labels': {
    query: z.object({
      volume: z.string(),
      phase: index,
      edited: z.enum(['true', 'false']).default('true'),
    }),
    response: 'binary',
  },
  /**
   * rows x columns bytes of one slice, classes 0 to 5, as drawn by a person. `expected` is the
   * `created` of the edit that was seen there before, empty for none: another in its place is 409.
   */
  'PUT /api/hearts/:id/labels': {
    query: labelPlace.extend({ expected: z.string().optional() }),
    upload: true,
    response: heartResultSchema,
  },
  /** Back to the model's own labels in that slice. */
  'DELETE /api/hearts/:id/labels': { query: labelPlace, response: heartResultSchema },
  'GET /api/hearts/:id/edits': { response: z.object({ edits: z.array(heartEditSchema) }) },

  /** The numbers with some of the nine planes turned off. */
  'POST /api/hearts/:id/without': {
    body: z.object({ slotsOff: z.array(slot).max(9) }),
    response: heartWithoutSchema,
  },
  /** One of the nine planes as the others tell it, 24 x 96 x 96 uint8. Synthetic: to be marked so. */
  'POST /api/hearts/:id/synthesise': { body: z.object({ slot }), response: 'binary' },
  /** Nearest first. Hearts of the same patient are left out unless asked for. */
  'GET /api/hearts/:id/similar': {
    query: z.object({
      k: z.coerce.number().int().min(1).max(100).default(10),
      samePatient: z.enum(['true', 'false']).default('false'),
    }),
    response: z.object({ neighbours: z.array(heartNeighbourSchema) }),
  },
} as const;
