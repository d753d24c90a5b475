import { z } from 'zod';
import { warningSchema } from '../../library/records.ts';
import type { Contour } from '../../positioning/structures/contour.ts';

/** What the objects of a treatment plan say, as the library keeps it. Points are patient LPS, mm. */

const point = z.tuple([z.number(), z.number(), z.number()]);
const finite = z.number();
const maybe = finite.nullable();

/** UIDs are the file's own. Date YYYYMMDD and time HHMMSS; empty where the file is silent. */
const objectFields = {
  sopInstanceUid: z.string(),
  seriesUid: z.string(),
  studyUid: z.string(),
  label: z.string(),
  description: z.string(),
  date: z.string(),
  time: z.string(),
  warnings: z.array(warningSchema),
};

export const structureRecordSchema = z.object({
  number: z.number().int(),
  name: z.string(),
  description: z.string(),
  /** RTROIInterpretedType: EXTERNAL, PTV, ORGAN, ISOCENTER, ...; empty where unknown. */
  type: z.string(),
  /** MANUAL, AUTOMATIC, SEMIAUTOMATIC; empty where unknown. */
  algorithm: z.string(),
  /** Red, green, blue, 0 to 255. */
  colour: z.tuple([z.number(), z.number(), z.number()]),
  /** False where the file has none and Sparrow chose it. */
  colourGiven: z.boolean(),
  frameOfReferenceUid: z.string().nullable(),
  contours: z.number().int(),
  closedContours: z.number().int(),
  points: z.number().int(),
  /** By area times slice spacing; 0 where nothing is enclosed. */
  volumeMl: finite,
  boxMm: z.object({ from: point, to: point }).nullable(),
});
export type StructureRecord = z.infer<typeof structureRecordSchema>;

export const structureSetRecordSchema = z.object({
  kind: z.literal('structures'),
  ...objectFields,
  frameOfReferenceUid: z.string().nullable(),
  /** Series that the set or its contours name. */
  seriesUids: z.array(z.string()),
  /** Images that the set or its contours name. */
  imageUids: z.array(z.string()),
  structures: z.array(structureRecordSchema),
});
export type StructureSetRecord = z.infer<typeof structureSetRecordSchema>;

/** A structure with its contours. */
export interface Structure extends StructureRecord {
  readonly drawn: readonly Contour[];
}

export interface StructureSet extends Omit<StructureSetRecord, 'structures'> {
  readonly structures: readonly Structure[];
}

export const beamRecordSchema = z.object({
  number: z.number().int(),
  name: z.string(),
  description: z.string(),
  /** STATIC or DYNAMIC. */
  type: z.string(),
  /** PHOTON, ELECTRON, PROTON, ... */
  radiation: z.string(),
  /** TREATMENT, SETUP, ...; empty means treatment. */
  delivery: z.string(),
  machine: z.string(),
  isocentreMm: point.nullable(),
  /** Of the first control point; IEC 61217 degrees. */
  gantryDeg: maybe,
  /** Of the last; equal to `gantryDeg` for a fixed gantry. */
  gantryStopDeg: maybe,
  /** CW, CC or NONE. */
  gantryDirection: z.string(),
  collimatorDeg: maybe,
  /** Patient support angle. */
  couchDeg: maybe,
  energyMv: maybe,
  sourceAxisMm: maybe,
  controlPoints: z.number().int(),
  /** Monitor units and dose of one fraction, where the plan tells them. */
  meterset: maybe,
  doseGy: maybe,
});
export type BeamRecord = z.infer<typeof beamRecordSchema>;

export const planRecordSchema = z.object({
  kind: z.literal('plan'),
  ...objectFields,
  name: z.string(),
  /** APPROVED, UNAPPROVED, REJECTED; empty where unknown. */
  approval: z.string(),
  intent: z.string(),
  frameOfReferenceUid: z.string().nullable(),
  structureSetUid: z.string().nullable(),
  /** HFS, HFP, FFS, FFP, HFDL, HFDR, FFDL, FFDR; null where unknown. */
  patientPosition: z.string().nullable(),
  beams: z.array(beamRecordSchema),
  /** Distinct ones, with the numbers of their beams; that of most beams first. */
  isocentres: z.array(z.object({ pointMm: point, beams: z.array(z.number().int()) })),
  prescription: z.object({
    description: z.string(),
    fractions: z.number().int().nullable(),
    targets: z.array(z.object({ description: z.string(), doseGy: finite })),
  }),
});
export type PlanRecord = z.infer<typeof planRecordSchema>;

export const matrixSchema = z.array(finite).length(16);

export const transformRecordSchema = z.object({
  /** Points of this frame are mapped ... */
  fromFrameUid: z.string().nullable(),
  /** ... by this matrix, row by row, on column vectors (x, y, z, 1) in mm, to the registered frame. */
  matrix: matrixSchema,
  type: z.enum(['RIGID', 'RIGID_SCALE', 'AFFINE']),
  /** How it was found, for example "Visual Alignment"; empty where unknown. */
  method: z.string(),
  comment: z.string(),
  imageUids: z.array(z.string()),
  seriesUids: z.array(z.string()),
});
export type TransformRecord = z.infer<typeof transformRecordSchema>;

export const registrationRecordSchema = z.object({
  kind: z.literal('registration'),
  ...objectFields,
  /** The frame that all matrices lead to. */
  registeredFrameUid: z.string().nullable(),
  transforms: z.array(transformRecordSchema),
});
export type RegistrationRecord = z.infer<typeof registrationRecordSchema>;

const pair = z.tuple([finite, finite]);

export const rtImageRecordSchema = z.object({
  kind: z.literal('rt-image'),
  ...objectFields,
  rows: z.number().int(),
  columns: z.number().int(),
  frameOfReferenceUid: z.string().nullable(),
  machine: z.string(),
  gantryDeg: maybe,
  collimatorDeg: maybe,
  couchDeg: maybe,
  patientPosition: z.string().nullable(),
  /** Source to image plane, source to axis, millimetres. */
  sidMm: maybe,
  sadMm: maybe,
  /** Between columns, between rows: in the image plane, and brought back to the isocentre. */
  planeSpacingMm: pair.nullable(),
  isocentreSpacingMm: pair.nullable(),
  /** Column and row (pixel centres at whole numbers) where the beam axis meets the image. */
  axisPixel: pair.nullable(),
  isocentreMm: point.nullable(),
  planUid: z.string().nullable(),
  beamNumber: z.number().int().nullable(),
  fraction: z.number().int().nullable(),
});
export type RtImageRecord = z.infer<typeof rtImageRecordSchema>;

export const planningRecordSchema = z.discriminatedUnion('kind', [
  structureSetRecordSchema,
  planRecordSchema,
  registrationRecordSchema,
  rtImageRecordSchema,
]);
export type PlanningRecord = z.infer<typeof planningRecordSchema>;
