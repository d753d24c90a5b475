import { z } from 'zod';
import {
  matrixSchema,
  planRecordSchema,
  registrationRecordSchema,
  rtImageRecordSchema,
  structureSetRecordSchema,
} from '../dicom/rt/planning-records.ts';
import { warningSchema } from './records.ts';

/** Planning objects of the library with what they refer to, as the engine shows them. */

const linked = {
  /** Of the library; what routes ask by. */
  id: z.string(),
  studyUid: z.string(),
  /** About its references; what the file itself calls for is in the record. */
  warnings: z.array(warningSchema),
};

/** How a volume was found: by the images that were drawn on, their series, or the frame only. */
export const linkSchema = z.enum(['images', 'series', 'frame']);
export type VolumeLink = z.infer<typeof linkSchema>;

export const linkedStructureSetSchema = z.object({
  ...linked,
  record: structureSetRecordSchema,
  /** The volume that was drawn on. */
  volumeId: z.string().nullable(),
  linkedBy: linkSchema.nullable(),
  /** All volumes of its frame of reference; outlines may be drawn over each. */
  volumesInFrame: z.array(z.string()),
});
export type LinkedStructureSet = z.infer<typeof linkedStructureSetSchema>;

export const linkedPlanSchema = z.object({
  ...linked,
  record: planRecordSchema,
  structureSetId: z.string().nullable(),
  volumeId: z.string().nullable(),
});
export type LinkedPlan = z.infer<typeof linkedPlanSchema>;

export const linkedRegistrationSchema = z.object({
  ...linked,
  record: registrationRecordSchema,
  /** Each frame it joins, the registered one first, with the volumes in it. */
  frames: z.array(z.object({ frameUid: z.string(), volumeIds: z.array(z.string()) })),
});
export type LinkedRegistration = z.infer<typeof linkedRegistrationSchema>;

export const linkedRtImageSchema = z.object({
  ...linked,
  record: rtImageRecordSchema,
  /** The picture with its pixels, one slice. */
  volumeId: z.string().nullable(),
  planId: z.string().nullable(),
});
export type LinkedRtImage = z.infer<typeof linkedRtImageSchema>;

/** All of one patient, newest first. */
export const planningSchema = z.object({
  plans: z.array(linkedPlanSchema),
  structureSets: z.array(linkedStructureSetSchema),
  registrations: z.array(linkedRegistrationSchema),
  rtImages: z.array(linkedRtImageSchema),
  /** Files that could not be read, each with the sentence that says why. */
  unreadable: z.array(z.object({ studyUid: z.string(), warning: warningSchema })),
});
export type StudyPlanning = z.infer<typeof planningSchema>;

/** A registration between two frames, turned the way that was asked for. */
export const frameTransformSchema = z.object({
  registrationId: z.string(),
  label: z.string(),
  date: z.string(),
  time: z.string(),
  method: z.string(),
  type: z.enum(['RIGID', 'RIGID_SCALE', 'AFFINE']),
  /** Row by row, on column vectors, mm. */
  matrix: matrixSchema,
});
export type FrameTransform = z.infer<typeof frameTransformSchema>;
