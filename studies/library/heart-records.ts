import { z } from 'zod';
import { warningSchema } from './records.ts';

/** What the library keeps of a heart: planes, corrections, measures, flags. Shapes only. */

const vector3 = z.tuple([z.number(), z.number(), z.number()]);

export const heartViewSchema = z.enum(['sax', '2ch', '3ch', '4ch', 'rvot', 'other']);
export type HeartView = z.infer<typeof heartViewSchema>;

/** Classes of a label map, in this order. */
export const heartClasses = [
  'background',
  'lvCavity',
  'lvMyocardium',
  'rvCavity',
  'leftAtrium',
  'rightAtrium',
] as const;
export type HeartClass = (typeof heartClasses)[number];

/** The nine places of the network, in this order: models/whole-heart/CONTRACT.md. */
export const heartSlots = [
  '2ch',
  '3ch',
  '4ch',
  'sax0',
  'sax1',
  'sax2',
  'sax3',
  'sax4',
  'sax5',
] as const;

/** One acquired plane: one slice position of one cine volume, all its phases. */
export const heartPlaneSchema = z.object({
  /** `${volumeId}/${slice}`. */
  id: z.string(),
  volumeId: z.string(),
  slice: z.number().int().nonnegative(),
  view: heartViewSchema,
  /** Who said which view it is. */
  viewBy: z.enum(['geometry', 'pixels', 'user']),
  /** Place in the short-axis stack, 0 at the base; null for other views. */
  order: z.number().int().nonnegative().nullable(),
  /** False: set aside, and `reason` says why. */
  used: z.boolean(),
  /** Sentence; null for planes in use. */
  reason: z.string().nullable(),
  /** Which of the nine slots it fed in the first pass; null for none. */
  slot: z.number().int().min(0).max(8).nullable(),
  phases: z.number().int().positive(),
  /** Centre of pixel (0, 0), patient LPS mm. */
  originMm: vector3,
  /** Unit vectors along increasing column and increasing row. */
  row: vector3,
  column: vector3,
  /** Between columns, between rows, mm. */
  spacingMm: z.tuple([z.number(), z.number()]),
  thicknessMm: z.number(),
  /** Columns, rows. */
  dims: z.tuple([z.number().int(), z.number().int()]),
});
export type HeartPlane = z.infer<typeof heartPlaneSchema>;

/** Patient LPS. See models/whole-heart/CONTRACT.md. */
export const heartFrameSchema = z.object({
  originMm: vector3,
  /** Towards the right ventricle. */
  e1: vector3,
  e2: vector3,
  /** Base to apex. */
  e3: vector3,
  /** How each was found; 'usual' is the patient's usual direction, which is a guess. */
  originBy: z.enum(['long-axis', 'variance', 'labels', 'user']),
  septalBy: z.enum(['four-chamber', 'usual', 'labels', 'user']),
});
export type HeartFrame = z.infer<typeof heartFrameSchema>;

/** What the user put right; kept for the study, applied to every later run. */
export const heartCorrectionsSchema = z.object({
  /** View of a plane by its id. */
  views: z.record(z.string(), heartViewSchema).default({}),
  /** Planes the user took out or put back, by id. */
  used: z.record(z.string(), z.boolean()).default({}),
  /** True: the stack runs from apex to base against what was found. */
  orderReversed: z.boolean().default(false),
  /** The middle of the left ventricle, patient LPS mm. */
  centreMm: vector3.nullable().default(null),
  /** Phase numbers of the lead volume. */
  edPhase: z.number().int().nonnegative().nullable().default(null),
  esPhase: z.number().int().nonnegative().nullable().default(null),
  heightCm: z.number().positive().nullable().default(null),
  weightKg: z.number().positive().nullable().default(null),
});
export type HeartCorrections = z.infer<typeof heartCorrectionsSchema>;

/** What is known of a study's planes before any network runs. */
export const heartPlanesSchema = z.object({
  studyUid: z.string(),
  planes: z.array(heartPlaneSchema),
  frame: heartFrameSchema.nullable(),
  /** The volume whose phases number ED and ES. */
  leadVolumeId: z.string().nullable(),
  phases: z.number().int(),
  rrIntervalMs: z.number().nullable(),
  heartRate: z.number().nullable(),
  corrections: heartCorrectionsSchema,
  warnings: z.array(warningSchema),
});
export type HeartPlanes = z.infer<typeof heartPlanesSchema>;

/** A figure with its 90 % interval. */
export const heartMeasureSchema = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
});
export type HeartMeasure = z.infer<typeof heartMeasureSchema>;

/** Order of the network's outputs. */
export const headMeasures = [
  'lvEdvMl',
  'lvEsvMl',
  'lvSvMl',
  'lvEfPct',
  'lvMassG',
  'papillaryMl',
  'rvEdvMl',
  'rvEsvMl',
  'rvSvMl',
  'rvEfPct',
  'laMaxMl',
  'laMinMl',
  'raMaxMl',
  'raMinMl',
  'mitralTravelMm',
  'wallMeanMm',
  'wallMaxMm',
] as const;
export type HeadMeasure = (typeof headMeasures)[number];
/** A measure that cannot be had (no right ventricle seen, no heart rate) is absent. */
export const heartMeasuresSchema = z.partialRecord(
  z.enum([...headMeasures, 'cardiacOutputLMin']),
  heartMeasureSchema,
);
export type HeartMeasures = z.infer<typeof heartMeasuresSchema>;
export type HeartMeasureName = keyof HeartMeasures;

/** How papillary muscles and trabeculae are counted. */
export const papillarySchema = z.enum(['in-volume', 'in-mass']);
export type PapillaryConvention = z.infer<typeof papillarySchema>;

/** One segment of the AHA model, 1 to 16 (17 is never seen in short axis). Null: not seen. */
export const heartSegmentSchema = z.object({
  segment: z.number().int().min(1).max(17),
  edMeanMm: z.number().nullable(),
  edMaxMm: z.number().nullable(),
  esMeanMm: z.number().nullable(),
  thickeningPct: z.number().nullable(),
});
export type HeartSegment = z.infer<typeof heartSegmentSchema>;

/** Everything that follows from a set of label maps; pure, so edits are measured by the same code. */
export const maskMeasuresSchema = z.object({
  measures: heartMeasuresSchema,
  /** Papillary muscles found by signal inside the cavity at ED, mL; null where there is no picture. */
  papillaryMl: z.number().nullable(),
  /** One value per phase of the lead volume, mL. */
  lvCurveMl: z.array(z.number()),
  rvCurveMl: z.array(z.number()).nullable(),
  edPhase: z.number().int().nonnegative(),
  esPhase: z.number().int().nonnegative(),
  rvEdPhase: z.number().int().nonnegative().nullable(),
  rvEsPhase: z.number().int().nonnegative().nullable(),
  segments: z.array(heartSegmentSchema),
  /** Short-axis planes that count, by id. */
  slicesUsed: z.array(z.string()),
});
export type MaskMeasures = z.infer<typeof maskMeasuresSchema>;

/** Something a reader should know before trusting a number. */
export const heartFlagSchema = z.object({
  code: z.string(),
  /** 'note' informs; 'review' counts: two or more mark the result for review. */
  level: z.enum(['note', 'review']),
  message: z.string(),
  action: z.string(),
  /** The number behind it, with its limit and unit. */
  value: z.number().nullable(),
  limit: z.number().nullable(),
  unit: z.string(),
  /** The plane that shows it; null for the whole study. */
  planeId: z.string().nullable(),
});
export type HeartFlag = z.infer<typeof heartFlagSchema>;

export const heartLabelsSchema = z.object({
  /** The cine volume it was drawn on; same grid and phases. */
  sourceVolumeId: z.string(),
  /** uint8 classes. */
  labelsVolumeId: z.string(),
});

/** A run of the whole-heart model on one study. */
export const heartResultSchema = z.object({
  id: z.string(),
  studyUid: z.string(),
  model: z.string(),
  modelVersion: z.string(),
  /** Hash over the hashes of all graphs used: vectors of different hashes are never compared. */
  weightsSha256: z.string(),
  inputSha256: z.string(),
  preprocessing: z.string(),
  provider: z.string(),
  seconds: z.number(),
  created: z.string(),
  badge: z.string(),
  planes: z.array(heartPlaneSchema),
  frame: heartFrameSchema,
  leadVolumeId: z.string(),
  phases: z.number().int().positive(),
  rrIntervalMs: z.number().nullable(),
  heartRate: z.number().nullable(),
  edPhase: z.number().int().nonnegative(),
  esPhase: z.number().int().nonnegative(),
  /** What is reported: the head's values, or those of edited contours. */
  measures: heartMeasuresSchema,
  /** Where the reported values come from. */
  measuresBy: z.enum(['head', 'masks', 'edited']),
  /** Where they came from before anybody edited a contour. */
  modelBy: z.enum(['head', 'masks']).optional(),
  /** The phenotype head, from tokens and masks together. */
  head: heartMeasuresSchema,
  /** The head's own LV curve, evenly over the beat from the R wave, mL; absent in older results. */
  headCurveMl: z.array(z.number()).optional(),
  /** Disc summation and area-length of the model's own masks. */
  masks: maskMeasuresSchema,
  /** The same of the masks as edited; null without edits. */
  edited: maskMeasuresSchema.nullable(),
  labels: z.array(heartLabelsSchema),
  flags: z.array(heartFlagSchema),
  warnings: z.array(warningSchema),
  /** Unit vector, 128 numbers. */
  embedding: z.array(z.number()),
  /** Leave-one-plane-out: EF with each used slot absent. */
  withoutPlane: z.array(
    z.object({ slot: z.number().int(), lvEfPct: heartMeasureSchema, cosine: z.number() }),
  ),
  bodySurfaceM2: z.number().nullable(),
  patientSex: z.string(),
  patientAgeYears: z.number().nullable(),
});
export type HeartResult = z.infer<typeof heartResultSchema>;

/** One slice of one phase of a label map, drawn by a person; the model's own stays beside it. */
export const heartEditSchema = z.object({
  sourceVolumeId: z.string(),
  slice: z.number().int().nonnegative(),
  phase: z.number().int().nonnegative(),
  created: z.string(),
});
export type HeartEdit = z.infer<typeof heartEditSchema>;

export const heartParamsSchema = z.object({
  provider: z.enum(['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml']).default('auto'),
});
export type HeartParams = z.infer<typeof heartParamsSchema>;

/** The numbers with some of the nine slots turned off. */
export const heartWithoutSchema = z.object({
  slotsOff: z.array(z.number().int()),
  measures: heartMeasuresSchema,
  lvCurveMl: z.array(z.number()),
  /** Cosine to the embedding with all planes. */
  cosine: z.number(),
});
export type HeartWithout = z.infer<typeof heartWithoutSchema>;

export const heartNeighbourSchema = z.object({
  result: z.string(),
  studyUid: z.string(),
  /** 1 - cosine. */
  distance: z.number(),
  measures: heartMeasuresSchema,
  samePatient: z.boolean(),
  created: z.string(),
});
export type HeartNeighbour = z.infer<typeof heartNeighbourSchema>;

/** One patient over time, oldest first; a change of model or convention breaks the line. */
export const heartTrendSchema = z.object({
  points: z.array(
    z.object({
      result: z.string(),
      studyUid: z.string(),
      date: z.string(),
      weightsSha256: z.string(),
      measures: heartMeasuresSchema,
      measuresBy: z.enum(['head', 'masks', 'edited']),
    }),
  ),
});
export type HeartTrend = z.infer<typeof heartTrendSchema>;
