import { z } from 'zod';
import { heartFrameSchema, heartMeasureSchema } from './heart-records.ts';
import { warningSchema } from './records.ts';

/** What the library keeps of a dense heart: grid, planes, labels, measures, agreement. Shapes only. */

const vector3 = z.tuple([z.number(), z.number(), z.number()]);

export const denseMethodSchema = z.enum(['dmcvr', 'dmcvr-middle', 'between', 'linear']);
export type DenseMethod = z.infer<typeof denseMethodSchema>;

/** Classes of a dense label volume: models/dmcvr/CONTRACT.md. */
export const denseClasses = ['background', 'lvCavity', 'lvMyocardium', 'rvCavity'] as const;
export type DenseClass = (typeof denseClasses)[number];

/** One plane of the dense volume and where it comes from. */
export const densePlaneSchema = z.object({
  /** Along the stack's normal from the first plane, mm. */
  zMm: z.number(),
  kind: z.enum(['measured', 'made', 'wide', 'beyond']),
  /** Indices into `slices` of the slices it lies between; equal for measured and beyond. */
  below: z.number().int().nonnegative(),
  above: z.number().int().nonnegative(),
  /** 0 at the lower slice, 1 at the upper one. */
  share: z.number(),
});
export type DensePlane = z.infer<typeof densePlaneSchema>;

/** One acquired slice that went in. */
export const denseSliceSchema = z.object({
  /** `${volumeId}/${slice}`, as a HeartPlane's id. */
  planeId: z.string(),
  volumeId: z.string(),
  slice: z.number().int().nonnegative(),
  /** Along the stack's normal from the first slice, mm. */
  zMm: z.number(),
  /** False: held back to measure how well it is predicted. */
  used: z.boolean(),
  /** Breath-hold shift estimated against the neighbours, along u and v, mm. */
  shiftMm: z.tuple([z.number(), z.number()]),
});
export type DenseSlice = z.infer<typeof denseSliceSchema>;

/** Voxel (i, j, k) lies at originMm + i 2 u + j 2 v + k stepMm n. */
export const denseGridSchema = z.object({
  dims: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  spacingMm: vector3,
  /** Centre of voxel (0, 0, 0), patient LPS mm. */
  originMm: vector3,
  /** Unit vectors, patient LPS: right, down, base to apex. */
  u: vector3,
  v: vector3,
  n: vector3,
});
export type DenseGrid = z.infer<typeof denseGridSchema>;

/** How one left-out slice was predicted by each way. */
export const withheldSchema = z.object({
  planeId: z.string(),
  /** Distance between the two slices it was predicted from, mm. */
  gapMm: z.number(),
  phase: z.number().int().nonnegative(),
  by: z.record(
    z.string(),
    z.object({
      psnrDb: z.number(),
      ssim: z.number(),
      /** Against the segmentation of the slice itself; null where it shows none. */
      dice: z.object({
        lvCavity: z.number().nullable(),
        lvMyocardium: z.number().nullable(),
        rvCavity: z.number().nullable(),
      }),
    }),
  ),
});
export type Withheld = z.infer<typeof withheldSchema>;

/** The dense heart along an acquired long-axis plane. */
export const longAxisCheckSchema = z.object({
  planeId: z.string(),
  view: z.string(),
  /** Normalised cross-correlation of the two pictures where both exist, at ED and ES. */
  correlation: z.tuple([z.number(), z.number()]),
  /** Dice of LV cavity and of LV muscle with the whole-heart masks of that plane; null without them. */
  dice: z.object({ lvCavity: z.number(), lvMyocardium: z.number() }).nullable(),
  /** Mean distance of the LV cavity's outlines, mm; null without masks. */
  outlineMm: z.number().nullable(),
});
export type LongAxisCheck = z.infer<typeof longAxisCheckSchema>;

export const denseMeasuresSchema = z.object({
  lvEdvMl: heartMeasureSchema,
  lvEsvMl: heartMeasureSchema,
  lvEfPct: heartMeasureSchema,
  lvMassG: heartMeasureSchema,
  rvEdvMl: heartMeasureSchema.nullable(),
  rvEsvMl: heartMeasureSchema.nullable(),
  rvEfPct: heartMeasureSchema.nullable(),
});
export type DenseMeasures = z.infer<typeof denseMeasuresSchema>;

/** One run on one stack. */
export const denseResultSchema = z.object({
  id: z.string(),
  studyUid: z.string(),
  /** Derived cine volume of the pictures, its phases those of the run. */
  volumeId: z.string(),
  /** Derived label volume, uint8 classes, same grid and phases. */
  labelsVolumeId: z.string(),
  model: z.string(),
  modelVersion: z.string(),
  weightsSha256: z.string(),
  inputSha256: z.string(),
  provider: z.string(),
  seconds: z.number(),
  created: z.string(),
  badge: z.string(),
  method: denseMethodSchema,
  steps: z.number().int().positive(),
  seed: z.number().int(),
  targetMm: z.number(),
  frame: heartFrameSchema,
  grid: denseGridSchema,
  slices: z.array(denseSliceSchema),
  planes: z.array(densePlaneSchema),
  /** Phase numbers of the lead series that were made, in the order of the volume's phases. */
  phases: z.array(z.number().int().nonnegative()),
  edPhase: z.number().int().nonnegative(),
  esPhase: z.number().int().nonnegative(),
  rrIntervalMs: z.number().nullable(),
  /** Breath-hold shifts were taken out before anything was made. */
  shiftsCorrected: z.boolean(),
  /** From the dense labels; of one phase alone EDV and ESV are the same and EF is not to be read. */
  measures: denseMeasuresSchema,
  /** The same by disc summation of the measured slices alone: what is reported by default. */
  discs: denseMeasuresSchema,
  /** LV cavity by voxel count and by closed mesh at every phase made, mL. */
  curves: z.object({ voxelMl: z.array(z.number()), meshMl: z.array(z.number()) }),
  /** Mean spread of repeated decodings over made voxels, 0..1 of the display range; null: not asked for. */
  spread: z
    .object({ samples: z.number().int(), pixelSd: z.number(), lvMlSd: z.number() })
    .nullable(),
  withheld: z.array(withheldSchema),
  longAxis: z.array(longAxisCheckSchema),
  warnings: z.array(warningSchema),
});
export type DenseResult = z.infer<typeof denseResultSchema>;

export const denseParamsSchema = z.object({
  provider: z.enum(['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml']).default('auto'),
  /** Absent: the card's default. */
  method: denseMethodSchema.optional(),
  /** One phase of the lead series, or all. */
  phase: z.union([z.literal('all'), z.number().int().nonnegative()]).default('all'),
  steps: z.number().int().min(2).max(100).default(20),
  seed: z.number().int().default(1),
  targetMm: z.number().min(1.5).max(4).default(2),
  /** Decodings for the spread; 1: none. */
  samples: z.number().int().min(1).max(8).default(1),
  correctShifts: z.boolean().default(false),
  /** Hold back every second slice and measure how it is predicted. */
  withhold: z.boolean().default(false),
  /** Fill gaps over 25 mm; they are marked. */
  acrossWideGaps: z.boolean().default(false),
  /** Planes beyond the first and last slice; they are marked. */
  beyond: z.boolean().default(false),
});
export type DenseParams = z.infer<typeof denseParamsSchema>;
