import { z } from 'zod';
import { denseResultSchema } from '../../../studies/library/dense-records.ts';
import { jobRecordSchema } from '../../../studies/library/records.ts';

/** Place among the phases that were made. */
const phase = z.coerce.number().int().nonnegative();

/** How the surfaces of another way lie against those of the dense labels. */
export const implicitSummarySchema = z.object({
  /** Phases at which it was fitted. */
  phases: z.array(z.number().int().nonnegative()),
  bodies: z.array(
    z.object({
      name: z.enum(['lvCavity', 'lvEpicardium', 'rvCavity']),
      /** Mean distance of the two surfaces, there and back. */
      distanceMm: z.number(),
      /** Implicit less dense. */
      volumeMl: z.number(),
    }),
  ),
});
export type ImplicitSummary = z.infer<typeof implicitSummarySchema>;

/**
 * What the engine answers about dense hearts; part of the contract. Voxels are uint8, i fastest, then
 * j, then planes base to apex. Surfaces are little-endian: Uint32 count, then for each mesh class
 * (1 LV cavity, 2 LV epicardium, 3 RV cavity), vertices, triangles (Uint32), positions (Float32, LPS
 * mm) and indices (Uint32).
 */
export const denseRoutes = {
  /** Newest first. */
  'GET /api/studies/:uid/dense': { response: z.object({ dense: z.array(denseResultSchema) }) },
  'GET /api/dense/:id': { response: denseResultSchema },
  'DELETE /api/dense/:id': { response: z.object({ ok: z.literal(true) }) },
  'GET /api/dense/:id/picture': { query: z.object({ phase }), response: 'binary' },
  'GET /api/dense/:id/labels': { query: z.object({ phase }), response: 'binary' },
  /** Closed surfaces of the labels. */
  'GET /api/dense/:id/surfaces': { query: z.object({ phase }), response: 'binary' },
  /** Along an acquired plane, 96 x 96 each: picture, classes, and 255 where the volume reaches. */
  'GET /api/dense/:id/reslice': {
    query: z.object({ plane: z.string(), phase }),
    response: 'binary',
  },
  /** Binary STL in patient LPS mm; all three surfaces without a class. */
  'GET /api/dense/:id/stl': {
    query: z.object({ class: z.enum(['lvCavity', 'lvEpicardium', 'rvCavity']).optional(), phase }),
    response: 'binary',
  },
  /** Fits implicit surfaces to the measured slices and long-axis outlines at end-diastole: a job. */
  'POST /api/dense/:id/implicit': { body: z.object({}), response: jobRecordSchema },
  'GET /api/dense/:id/implicit': { query: z.object({ phase }), response: 'binary' },
  /** Null: none was fitted. */
  'GET /api/dense/:id/implicit/summary': { response: implicitSummarySchema.nullable() },
} as const;
