import { z } from 'zod';
import { linkedRtImageSchema, planningSchema } from '../../../studies/library/planning-records.ts';

const point = z.tuple([z.number(), z.number(), z.number()]);

/** Lines of the structures of a set in one plane of a volume; patient LPS, millimetres. */
export const outlinesSchema = z.object({
  plane: z.object({ pointMm: point, normal: point }),
  /** Only structures that meet the plane. */
  structures: z.array(
    z.object({
      number: z.number().int(),
      outlines: z.array(
        z.object({
          /** The last point joins the first again. */
          closed: z.boolean(),
          points: z.array(point),
        }),
      ),
    }),
  ),
});
export type Outlines = z.infer<typeof outlinesSchema>;

/** What the engine answers about treatment plans; part of the contract. */
export const planningRoutes = {
  /** Plans, structure sets, registrations and RT images of the study's patient, references followed. */
  'GET /api/studies/:uid/planning': { response: planningSchema },
  /**
   * A structure set over one slice of a volume: as drawn where the slice was drawn on, else
   * interpolated. `index` counts along the grid axis nearest to the patient's axis.
   */
  'GET /api/structures/:id/outlines': {
    query: z.object({
      volume: z.string(),
      plane: z.enum(['axial', 'sagittal', 'coronal']),
      index: z.coerce.number().int().nonnegative(),
    }),
    response: outlinesSchema,
  },
  /** Where an RT image lies; its pixels are those of the volume that it names. */
  'GET /api/rtimages/:id': { response: linkedRtImageSchema },
} as const;
