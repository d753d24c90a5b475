import { z } from 'zod';

/** What the library keeps, as the engine and the command line show it. Shapes only, no queries. */

const vector3 = z.tuple([z.number(), z.number(), z.number()]);

export const warningSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
});

/** ct/cbct/mr: one phase; cine: phases > 1, each slice position through the beat; picture: no geometry. */
export const volumeKindSchema = z.enum(['ct', 'cbct', 'mr', 'cine', 'picture', 'other']);
export type VolumeKind = z.infer<typeof volumeKindSchema>;

export const volumeRecordSchema = z.object({
  id: z.string(),
  seriesUid: z.string(),
  studyUid: z.string(),
  kind: volumeKindSchema,
  description: z.string(),
  dims: vector3,
  spacingMm: vector3,
  originMm: vector3,
  axes: z.tuple([vector3, vector3, vector3]),
  /** False when the header gives no pixel spacing: lengths are then in pixels and said so. */
  calibrated: z.boolean(),
  phases: z.number().int().positive(),
  /** Milliseconds after the R wave (or first frame) of each phase; null for one phase. */
  phaseTimesMs: z.array(z.number()).nullable(),
  /** R-R interval in milliseconds when the header tells it. */
  rrIntervalMs: z.number().nullable(),
  voxelType: z.enum(['uint8', 'int16', 'uint16', 'float32', 'rgb8']),
  rescaleSlope: z.number(),
  rescaleIntercept: z.number(),
  unit: z.enum(['HU', 'signal', 'none']),
  windowCentre: z.number().nullable(),
  windowWidth: z.number().nullable(),
  frameOfReferenceUid: z.string().nullable(),
  /** Number of projections of a CBCT when the header or the generator tells it. */
  views: z.number().int().nullable(),
  lossy: z.boolean(),
  warnings: z.array(warningSchema),
  /** Set when the volume is a model's output. */
  resultId: z.string().nullable(),
  /** The projections this volume was reconstructed from (or restored from such a volume). */
  projectionsId: z.string().nullable().default(null),
  /** How it was reconstructed, when Sparrow did it. */
  reconstruction: z
    .object({
      method: z.enum(['fdk', 'os-sart', 'os-sart-tv']),
      views: z.number().int(),
      hannCutOff: z.number(),
      iterations: z.number().int(),
      /** Which of the projections' views it was made from, counted from 0; all when absent. */
      usedViews: z.array(z.number().int().nonnegative()).optional(),
    })
    .nullable()
    .default(null),
});
export type VolumeRecord = z.infer<typeof volumeRecordSchema>;

const pair = z.tuple([z.number(), z.number()]);

/** A cone-beam scan as line integrals, float32 [view][u][v]. Geometry as in circular-geometry.ts. */
export const projectionsRecordSchema = z.object({
  id: z.string(),
  studyUid: z.string(),
  description: z.string(),
  /** 'simulated', or the file format it came from: 'rtk', 'plastimatch', 'varian-hnc', 'varian-xim', 'elekta-his'. */
  origin: z.string(),
  views: z.number().int().positive(),
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  pixelMm: pair,
  sourceAxisMm: z.number(),
  sourceDetectorMm: z.number(),
  anglesDeg: z.array(z.number()),
  isocentreMm: vector3,
  detectorOffsetsMm: z.array(pair).nullable(),
  sourceOffsetsMm: z.array(pair).nullable(),
  /** Photons for each pixel and view when known. */
  photons: z.number().nullable(),
  frameOfReferenceUid: z.string().nullable(),
  /** The volume a simulated scan was made from. */
  sourceVolumeId: z.string().nullable(),
  /** Of the line integrals. */
  sha256: z.string(),
  warnings: z.array(warningSchema),
  created: z.string(),
});
export type ProjectionsRecord = z.infer<typeof projectionsRecordSchema>;

export const seriesRecordSchema = z.object({
  uid: z.string(),
  studyUid: z.string(),
  modality: z.string(),
  number: z.number().nullable(),
  description: z.string(),
  instances: z.number().int(),
  volumes: z.array(volumeRecordSchema),
});
export type SeriesRecord = z.infer<typeof seriesRecordSchema>;

export const studyRecordSchema = z.object({
  uid: z.string(),
  patientId: z.string(),
  patientName: z.string(),
  patientBirthDate: z.string(),
  patientSex: z.string(),
  date: z.string(),
  time: z.string(),
  description: z.string(),
  /** True for the generated sample studies. */
  sample: z.boolean(),
  importedAt: z.string(),
  /** From the header; null where it does not say. */
  patientHeightCm: z.number().nullable().optional(),
  patientWeightKg: z.number().nullable().optional(),
  series: z.array(seriesRecordSchema),
  projections: z.array(projectionsRecordSchema).default([]),
});
export type StudyRecord = z.infer<typeof studyRecordSchema>;

export const jobStateSchema = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobStateSchema>;

export const enhanceParamsSchema = z.object({
  steps: z.number().int().min(1).max(16),
  samples: z.number().int().min(1).max(16).default(1),
  seed: z.number().int().nonnegative(),
  provider: z.enum(['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml']).default('auto'),
  /**
   * Where the process starts: 'fdk' is MInDI-3D as published; 'projections' first takes a few
   * OS-SART-TV iterations on the measured projections (ours); 'auto' takes them when there are any.
   */
  start: z.enum(['auto', 'fdk', 'projections']).default('auto'),
  /** OS-SART iterations on the measured projections after the last step (ours); 0: none. */
  refine: z.number().int().min(0).max(10).default(0),
  /** Keep the picture of every step, to be scrubbed through. */
  keepSteps: z.boolean().default(false),
});
export type EnhanceParams = z.infer<typeof enhanceParamsSchema>;

export const reconstructParamsSchema = z.object({
  method: z.enum(['fdk', 'os-sart', 'os-sart-tv']).default('fdk'),
  /** Every n-th view, from the first. */
  everyNth: z.number().int().positive().default(1),
  /** Voxels and cubic spacing; chosen to cover the field of view when left out. */
  dims: vector3.optional(),
  spacingMm: z.number().positive().optional(),
  /** End of the Hann window as a share of the Nyquist frequency; above 10: plain ramp. */
  hannCutOff: z.number().positive().default(1),
  iterations: z.number().int().min(1).max(100).optional(),
  /** Weight of total variation, HU. */
  tvWeightHu: z.number().nonnegative().optional(),
});
export type ReconstructParams = z.infer<typeof reconstructParamsSchema>;

export const simulateParamsSchema = z.object({
  views: z.number().int().min(5).max(2000),
  dense: z.number().int().min(5).max(2000).default(400),
  geometry: z.string().default('full-fan'),
  /** Photons for each pixel and view. */
  photons: z.number().positive().default(1e5),
  /** Scattered light as a share of the blurred primary. */
  scatter: z.number().min(0).max(1).default(0),
  /** Breathing: amplitude of the head-feet motion, mm; 0: none. */
  motionMm: z.number().min(0).max(30).default(0),
  spacingMm: z.number().positive().optional(),
  seed: z.number().int().nonnegative().default(0),
  /** Keep the line integrals of the dense scan too, not only those of the sparse one. */
  keepDense: z.boolean().default(false),
});
export type SimulateParams = z.infer<typeof simulateParamsSchema>;

export const progressSchema = z.object({
  /** 0 to 1 over the whole job. */
  fraction: z.number(),
  step: z.number().int(),
  steps: z.number().int(),
  tile: z.number().int(),
  tiles: z.number().int(),
  secondsLeft: z.number().nullable(),
  /** For example "CPU, 2 threads". */
  device: z.string(),
  /** What an enhance or heart job is at; absent in jobs that have one phase only. */
  phase: z
    .enum([
      'start',
      'network',
      'refine',
      'evidence',
      // A heart job: reading the cines, tokens, label maps, numbers, each plane left out in turn.
      'planes',
      'encoder',
      'segmentation',
      'measures',
      'checks',
      // A densify job, beside 'planes' and 'measures': the slices, the phases, slices held back.
      'slices',
      'phases',
      'withheld',
      // A match job, beside 'evidence' (what speaks against it): voxels made ready, the fit, how sure
      // it is, a second program.
      'prepare',
      'fit',
      'uncertainty',
      'opinion',
    ])
    .optional(),
});
export type JobProgress = z.infer<typeof progressSchema>;

export const jobRecordSchema = z.object({
  id: z.string(),
  kind: z.enum([
    'enhance',
    'samples',
    'reconstruct',
    'simulate',
    'heart',
    'embed',
    'densify',
    'implicit',
    'match',
  ]),
  state: jobStateSchema,
  sourceVolumeId: z.string().nullable(),
  /** As asked for; a reconstruct job names its scan here too, as `projectionsId`, a heart job its `studyUid`. */
  params: z.record(z.string(), z.unknown()),
  progress: progressSchema.nullable(),
  resultId: z.string().nullable(),
  /** What a reconstruct or simulate job put into the library. */
  made: z
    .object({
      projections: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
    })
    .nullable()
    .default(null),
  error: z.object({ code: z.string(), message: z.string(), action: z.string() }).nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type JobRecord = z.infer<typeof jobRecordSchema>;

/** How far a result agrees with what was measured. Percents are of the measured line integrals (L1). */
export const evidenceSchema = z.object({
  projectionsId: z.string(),
  /** Sum |A x - p| / sum |p| over all measured rays, percent: of the result, of what it started from. */
  residualPercent: z.number(),
  inputResidualPercent: z.number(),
  perViewPercent: z.array(z.number()),
  /** Volume of the back-projected residual: where the picture departs from the measurement, HU. */
  departureVolume: z.string(),
  /** Voxels in the field of view that depart by more than departureHu, percent. */
  departurePercent: z.number(),
  departureHu: z.number(),
  /** The input's own share of departing voxels. */
  inputDeparturePercent: z.number().optional(),
  /**
   * Volume of the residual images, computed minus measured line integrals: dims [detector rows,
   * detector columns, views], int16 with a slope. Slice k belongs to perViewPercent[k].
   */
  residualVolume: z.string().optional(),
  /** Which of the projections' views were compared, in this order; all when absent. */
  usedViews: z.array(z.number().int().nonnegative()).optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** The picture after one step, kept when asked for. */
export const stepRecordSchema = z.object({
  step: z.number().int(),
  steps: z.number().int(),
  volume: z.string(),
  /** Mean gradient magnitude inside the field of view, relative to the input's. */
  sharpness: z.number(),
  residualPercent: z.number().nullable(),
});
export type StepRecord = z.infer<typeof stepRecordSchema>;

export const resultRecordSchema = z.object({
  id: z.string(),
  model: z.string(),
  modelVersion: z.string(),
  weightsSha256: z.string(),
  /** The volume the model was given, and the hash of its voxels. */
  source: z.string(),
  inputSha256: z.string(),
  /** The volume it made; same grid as the source. */
  volume: z.string(),
  /** Voxel standard deviation over the samples, as a volume of its own. */
  spreadVolume: z.string().optional(),
  outputSha256: z.string(),
  steps: z.number().int(),
  samples: z.number().int(),
  seed: z.number().int(),
  provider: z.string(),
  seconds: z.number(),
  /** Permanent badge: "MInDI-3D 0.1.0 · 2 steps · seed 1 · restored from 50 views · research use". */
  badge: z.string(),
  warnings: z.array(warningSchema),
  created: z.string(),
  /** As run: 'auto' resolved. */
  start: z.enum(['fdk', 'projections']).default('fdk'),
  refine: z.number().int().default(0),
  /** Null when the projections are not at hand. */
  evidence: evidenceSchema.nullable().default(null),
  steppedVolumes: z.array(stepRecordSchema).default([]),
});
export type ResultRecord = z.infer<typeof resultRecordSchema>;

export const importReportSchema = z.object({
  studies: z.array(studyRecordSchema),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
  duplicates: z.number().int(),
});
export type ImportReport = z.infer<typeof importReportSchema>;
