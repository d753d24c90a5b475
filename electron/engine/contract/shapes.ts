import { z } from 'zod';
import { importReportSchema, jobRecordSchema } from '../../../studies/library/records.ts';

/** The one error envelope. */
export const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), action: z.string() }),
});
export type ErrorEnvelope = z.infer<typeof errorSchema>;

export const importStateSchema = z.object({
  id: z.string(),
  state: z.enum(['receiving', 'running', 'done', 'failed', 'cancelled']),
  filesDone: z.number().int(),
  filesTotal: z.number().int(),
  report: importReportSchema.nullable(),
});
export type ImportState = z.infer<typeof importStateSchema>;

/** docs: what `compare` prints. Data range stated, masked voxels counted. */
export const comparisonSchema = z.object({
  psnrDb: z.number(),
  ssim: z.number(),
  rmseHu: z.number(),
  maeHu: z.number(),
  biasHu: z.number(),
  dataRangeHu: z.number(),
  voxels: z.number().int(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

const point = z.tuple([z.number(), z.number(), z.number()]);

/** Regions in patient LPS millimetres. */
export const roiSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sphere'), centreMm: point, radiusMm: z.number().positive() }),
  z.object({ kind: z.literal('box'), minMm: point, maxMm: point }),
  /** A circle in the slice of one plane through its centre. */
  z.object({
    kind: z.literal('circle'),
    centreMm: point,
    radiusMm: z.number().positive(),
    normal: point,
  }),
]);
export type Roi = z.infer<typeof roiSchema>;

export const measurementSchema = z.object({
  mean: z.number(),
  sd: z.number(),
  min: z.number(),
  max: z.number(),
  voxels: z.number().int(),
  areaMm2: z.number().nullable(),
  volumeMl: z.number().nullable(),
  unit: z.enum(['HU', 'signal', 'none']),
});
export type Measurement = z.infer<typeof measurementSchema>;

export const doctorSchema = z.object({
  version: z.string(),
  node: z.string(),
  electron: z.string().nullable(),
  providers: z.array(
    z.object({ name: z.string(), available: z.boolean(), device: z.string().nullable() }),
  ),
  models: z.array(
    z.object({ id: z.string(), version: z.string(), sha256: z.string(), trainedOn: z.string() }),
  ),
  library: z.object({ path: z.string(), studies: z.number().int(), bytes: z.number() }),
  freeDiskBytes: z.number(),
});
export type Doctor = z.infer<typeof doctorSchema>;

/** What flows on the event stream; `id` grows by one and survives a reconnect. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), job: jobRecordSchema }),
  z.object({ type: z.literal('import'), import: importStateSchema }),
  z.object({
    type: z.literal('library'),
    change: z.enum(['studies', 'results', 'hearts', 'dense', 'matches', 'settings']),
  }),
  /** The ring no longer holds what was missed: read everything anew. */
  z.object({ type: z.literal('reload') }),
]);
export type EngineEvent = z.infer<typeof eventSchema>;
