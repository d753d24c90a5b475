import { z } from 'zod';
import { matrixSchema } from '../dicom/rt/planning-records.ts';
import { couchDisplays } from '../positioning/couch/display.ts';
import { patientPositions } from '../positioning/couch/patient-position.ts';
import { toleranceTables, type ToleranceName } from '../positioning/tolerance/tables.ts';
import { warningSchema } from './records.ts';

/** What the library keeps of a positioning check: choices, matrix, evidence, verdict, signatures. Shapes only. */

const point = z.tuple([z.number(), z.number(), z.number()]);

export const toleranceNameSchema = z.enum(
  Object.keys(toleranceTables) as [ToleranceName, ...ToleranceName[]],
);
export const couchDisplaySchema = z.enum(
  Object.keys(couchDisplays) as [keyof typeof couchDisplays, ...(keyof typeof couchDisplays)[]],
);
export const patientPositionSchema = z.enum(patientPositions);

/** IEC 61217: how far the couch has to move, or one standard deviation of it. */
export const couchShiftSchema = z.object({
  verticalMm: z.number(),
  longitudinalMm: z.number(),
  lateralMm: z.number(),
  pitchDeg: z.number(),
  rollDeg: z.number(),
  rotationDeg: z.number(),
});

export const matchRegionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole') }),
  /** Corners in the planning CT, patient LPS mm. */
  z.object({ kind: z.literal('box'), minMm: point, maxMm: point }),
  z.object({
    kind: z.literal('structure'),
    structureSetId: z.string(),
    /** ROI number in the set. */
    number: z.number().int(),
    marginMm: z.number().min(0).max(100).default(10),
  }),
]);
export type MatchRegionChoice = z.infer<typeof matchRegionSchema>;

/** A match as asked for. What is null is found: see `MatchSetup`. */
export const matchParamsSchema = z.object({
  fixedVolumeId: z.string(),
  movingVolumeId: z.string(),
  planId: z.string().nullable().default(null),
  /** In the planning CT, patient LPS mm. */
  isocentreMm: point.nullable().default(null),
  /** The machine's isocentre in the scan's own coordinates. */
  scanIsocentreMm: point.nullable().default(null),
  position: patientPositionSchema.nullable().default(null),
  dof: z.union([z.literal(3), z.literal(4), z.literal(6)]).default(6),
  metric: z.enum(['correlation', 'mutual-information']).default('mutual-information'),
  window: z.enum(['all', 'bone', 'soft']).default('all'),
  region: matchRegionSchema.default({ kind: 'whole' }),
  /** From the scan's to the planning CT's patient coordinates: where the search starts. */
  start: matrixSchema.nullable().default(null),
  /** Where `start` comes from. */
  startedBy: z.enum(['none', 'hand', 'landmarks']).default('none'),
  /** 'hold': no fit; `start` itself is judged, as set by hand or by landmarks. */
  mode: z.enum(['fit', 'hold']).default('fit'),
  tolerance: toleranceNameSchema.default('standard'),
  /** A second program's fit beside ours. */
  secondOpinion: z.boolean().default(true),
  /** From how far away the match still finds home; takes some seconds more. */
  captureRange: z.boolean().default(false),
  seed: z.number().int().nonnegative().default(1),
});
export type MatchParams = z.infer<typeof matchParamsSchema>;

/** What a match would be of, before it runs. */
export const matchSetupSchema = z.object({
  studyUid: z.string(),
  /** Scans of the study that can be positioned, newest first; restored ones name what they were made from. */
  scans: z.array(
    z.object({ volumeId: z.string(), label: z.string(), restoredFrom: z.string().nullable() }),
  ),
  /** Planning CTs of the patient, best first, each with its plan where one refers to it. */
  plans: z.array(
    z.object({
      volumeId: z.string(),
      studyUid: z.string(),
      label: z.string(),
      planId: z.string().nullable(),
      structureSetId: z.string().nullable(),
      isocentreMm: point.nullable(),
      position: patientPositionSchema.nullable(),
      /** How it was found: by plan, by structures, or only as a CT of the same patient. */
      foundBy: z.enum(['plan', 'structures', 'patient']),
    }),
  ),
  warnings: z.array(warningSchema),
});
export type MatchSetup = z.infer<typeof matchSetupSchema>;

const axis = z.enum([
  'verticalMm',
  'longitudinalMm',
  'lateralMm',
  'pitchDeg',
  'rollDeg',
  'rotationDeg',
]);

export const toleranceVerdictSchema = z.object({
  table: z.string(),
  pass: z.boolean(),
  axes: z.array(
    z.object({
      axis: z.union([axis, z.enum(['shiftMagnitudeMm', 'turnMagnitudeDeg'])]),
      value: z.number(),
      limit: z.number(),
      pass: z.boolean(),
    }),
  ),
  failed: z.array(z.union([axis, z.enum(['shiftMagnitudeMm', 'turnMagnitudeDeg'])])),
});

export const matchEvidenceSchema = z.object({
  sharedShare: z.number(),
  sharedMl: z.number(),
  outlineDice: z.number(),
  correlation: z.object({ all: z.number(), soft: z.number(), bone: z.number() }),
  local: z.number().nullable(),
  alternatives: z.object({ asMatched: z.number(), mirrored: z.number(), turned: z.number() }),
  metalMl: z.number(),
  metalShare: z.number(),
});

/** Somebody's word on a match, in the order given; none is ever changed or taken away. */
export const signatureSchema = z.object({
  person: z.string(),
  meaning: z.enum(['approved', 'rejected']),
  /** Typed; asked for where the match is outside its tolerance or beyond the couch. */
  reason: z.string(),
  /** What was signed: SHA-256 of the record without its signatures. */
  recordSha256: z.string(),
  at: z.string(),
});
export type Signature = z.infer<typeof signatureSchema>;

export const matchRecordSchema = z.object({
  id: z.string(),
  /** Of the scan. */
  studyUid: z.string(),
  created: z.string(),
  params: matchParamsSchema,
  structureSetId: z.string().nullable(),
  method: z.enum(['automatic', 'visual', 'landmarks']),
  /** False: refused. Then there are no couch numbers, and `matrix` is for looking at only. */
  credible: z.boolean(),
  reasons: z.array(warningSchema),
  warnings: z.array(warningSchema),
  /** From the scan's patient coordinates to the planning CT's, 4 x 4 row by row: the truth of the match. */
  matrix: matrixSchema.nullable(),
  /** What the six numbers depend on besides the matrix. */
  frame: z.object({
    position: patientPositionSchema,
    planIsocentreMm: point,
    scanIsocentreMm: point,
    pivotMm: point,
    order: z.string(),
  }),
  couch: couchShiftSchema.nullable(),
  /** What the couch does and where the patient goes. */
  words: z.array(z.string()),
  /** Axes along which the couch cannot follow. */
  beyondCouch: z.array(axis),
  quality: z
    .object({
      metric: z.string(),
      value: z.number(),
      correlation: z.number(),
      overlap: z.number(),
      points: z.number().int(),
    })
    .nullable(),
  evidence: matchEvidenceSchema.nullable(),
  /** One standard deviation per number, and how far leaving out an eighth of the region moved it at most. */
  uncertainty: z
    .object({ couch: couchShiftSchema, mostMm: z.number(), mostDeg: z.number() })
    .nullable(),
  captureRange: z.object({ shiftMm: z.number(), turnDeg: z.number() }).nullable(),
  /** Another program's answer, and how far it is from ours at the isocentre. Null: not asked, or it failed. */
  opinion: z
    .object({
      program: z.string(),
      matrix: matrixSchema,
      apartMm: z.number(),
      apartDeg: z.number(),
    })
    .nullable(),
  /** What each region alone would still want, patient LPS mm. */
  residuals: z.array(
    z.object({
      name: z.string(),
      shiftMm: point.nullable(),
      distanceMm: z.number().nullable(),
      matched: z.number(),
      shifted: z.number(),
    }),
  ),
  /** Of a restored scan: share of the region's voxels that depart from the measurement, percent. */
  departurePercent: z.number().nullable(),
  within: toleranceVerdictSchema.nullable(),
  seconds: z.number(),
  signatures: z.array(signatureSchema),
});
export type MatchRecord = z.infer<typeof matchRecordSchema>;

/** Approved, rejected, or waiting for a signature: the last one counts. */
export type MatchState = 'pending' | 'approved' | 'rejected';
export function matchState({ signatures }: Pick<MatchRecord, 'signatures'>): MatchState {
  return signatures.at(-1)?.meaning ?? 'pending';
}

const axisTrend = z.object({ mean: z.number(), sd: z.number().nullable() });
const groupError = z.object({
  groupMean: z.number(),
  systematic: z.number().nullable(),
  random: z.number().nullable(),
  marginMm: z.number().nullable(),
});
const perAxis = <T extends z.ZodType>(value: T) =>
  z.object({
    verticalMm: value,
    longitudinalMm: value,
    lateralMm: value,
    pitchDeg: value,
    rollDeg: value,
    rotationDeg: value,
  });

/** One patient's approved matches in order of their scans, and all patients' errors (van Herk 2000). */
export const matchTrendSchema = z.object({
  fractions: z.array(
    z.object({
      matchId: z.string(),
      /** Date and time of the scan, DICOM form. */
      scanned: z.string(),
      couch: couchShiftSchema,
      within: z.boolean(),
    }),
  ),
  patient: perAxis(axisTrend).nullable(),
  group: z.object({ patients: z.number().int(), errors: perAxis(groupError).nullable() }),
});
export type MatchTrend = z.infer<typeof matchTrendSchema>;
