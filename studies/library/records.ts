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
});
export type VolumeRecord = z.infer<typeof volumeRecordSchema>;

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
  series: z.array(seriesRecordSchema),
});
export type StudyRecord = z.infer<typeof studyRecordSchema>;

export const jobStateSchema = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobStateSchema>;

export const enhanceParamsSchema = z.object({
  steps: z.number().int().min(1).max(16),
  samples: z.number().int().min(1).max(16).default(1),
  seed: z.number().int().nonnegative(),
  provider: z.enum(['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml']).default('auto'),
});
export type EnhanceParams = z.infer<typeof enhanceParamsSchema>;

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
});
export type JobProgress = z.infer<typeof progressSchema>;

export const jobRecordSchema = z.object({
  id: z.string(),
  kind: z.enum(['enhance', 'samples']),
  state: jobStateSchema,
  sourceVolumeId: z.string().nullable(),
  params: z.record(z.string(), z.unknown()),
  progress: progressSchema.nullable(),
  resultId: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string(), action: z.string() }).nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type JobRecord = z.infer<typeof jobRecordSchema>;

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
});
export type ResultRecord = z.infer<typeof resultRecordSchema>;

export const importReportSchema = z.object({
  studies: z.array(studyRecordSchema),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
  duplicates: z.number().int(),
});
export type ImportReport = z.infer<typeof importReportSchema>;
