import { z } from 'zod';
import {
  enhanceParamsSchema,
  importReportSchema,
  jobRecordSchema,
  projectionsRecordSchema,
  reconstructParamsSchema,
  resultRecordSchema,
  simulateParamsSchema,
  studyRecordSchema,
  volumeRecordSchema,
} from '../../../studies/library/records.ts';
import { denseParamsSchema } from '../../../studies/library/dense-records.ts';
import { matchParamsSchema } from '../../../studies/library/match-records.ts';
import { heartParamsSchema } from '../../../studies/library/heart-records.ts';
import { cardSchema } from '../../../models/runtime/card.ts';
import {
  comparisonSchema,
  doctorSchema,
  importStateSchema,
  measurementSchema,
  roiSchema,
} from './shapes.ts';
import { denseRoutes } from './dense-routes.ts';
import { heartRoutes } from './heart-routes.ts';
import { matchRoutes } from './match-routes.ts';
import { planningRoutes } from './planning-routes.ts';

/**
 * Every call the engine answers. The router is built from this table and the renderer's client is
 * typed from it, so an unlisted call cannot exist. `binary` routes answer with bytes.
 */
interface Route {
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** 'bytes' where the request body is a file's bytes. */
  readonly upload?: true;
  readonly response: z.ZodType | 'binary' | 'events';
}

const ok = z.object({ ok: z.literal(true) });

export const contract = {
  'GET /api/health': { response: z.object({ version: z.string() }) },
  'GET /api/doctor': { response: doctorSchema },
  /** Server-sent events; `Last-Event-ID` replays what was missed. See events.ts. */
  'GET /api/events': { response: 'events' },

  'GET /api/studies': { response: z.object({ studies: z.array(studyRecordSchema) }) },
  'GET /api/studies/:uid': { response: studyRecordSchema },
  /** Hides the study at once; it can be restored until the library is next opened. */
  'DELETE /api/studies/:uid': { response: ok },
  'POST /api/studies/:uid/restore': { response: ok },

  /** Paths are accepted from the shell and the command line only; a browser uploads. */
  'POST /api/imports': {
    body: z.object({ paths: z.array(z.string()).optional() }),
    response: z.object({ id: z.string() }),
  },
  'PUT /api/imports/:id/files': {
    query: z.object({ name: z.string() }),
    upload: true,
    response: ok,
  },
  'POST /api/imports/:id/finish': { response: importReportSchema },
  'GET /api/imports/:id': { response: importStateSchema },
  'DELETE /api/imports/:id': { response: ok },
  'POST /api/samples': { response: jobRecordSchema },

  'GET /api/volumes/:id': { response: volumeRecordSchema },
  /** Little-endian samples, i fastest; slices k0 to k1 (exclusive) of one phase, or all of them. */
  'GET /api/volumes/:id/voxels': {
    query: z.object({
      phase: z.coerce.number().int().nonnegative().optional(),
      k0: z.coerce.number().int().nonnegative().optional(),
      k1: z.coerce.number().int().positive().optional(),
    }),
    response: 'binary',
  },
  'GET /api/volumes/:id/thumbnail': { response: 'binary' },
  'GET /api/volumes/:id/export': {
    query: z.object({ format: z.enum(['dicom', 'nifti', 'png']) }),
    response: 'binary',
  },

  'GET /api/models': { response: z.object({ models: z.array(cardSchema) }) },
  'GET /api/jobs': { response: z.object({ jobs: z.array(jobRecordSchema) }) },
  'POST /api/jobs': {
    body: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('enhance'),
        volumeId: z.string(),
        params: enhanceParamsSchema,
      }),
      z.object({
        kind: z.literal('reconstruct'),
        projectionsId: z.string(),
        params: reconstructParamsSchema,
      }),
      z.object({
        kind: z.literal('simulate'),
        volumeId: z.string(),
        params: simulateParamsSchema,
      }),
      z.object({
        kind: z.literal('heart'),
        studyUid: z.string(),
        params: heartParamsSchema,
      }),
      z.object({
        kind: z.literal('densify'),
        studyUid: z.string(),
        params: denseParamsSchema,
      }),
      z.object({
        kind: z.literal('match'),
        params: matchParamsSchema,
      }),
    ]),
    response: jobRecordSchema,
  },
  /** Three orthogonal middle slices of a running reconstruction, int16 HU: see preview.ts. Empty: none yet. */
  'GET /api/jobs/:id/preview': { response: 'binary' },

  'GET /api/projections/:id': { response: projectionsRecordSchema },
  /** Views from (inclusive) to (exclusive), float32 little-endian, [view][u][v]. */
  'GET /api/projections/:id/views': {
    query: z.object({
      from: z.coerce.number().int().nonnegative().optional(),
      to: z.coerce.number().int().positive().optional(),
    }),
    response: 'binary',
  },
  /** One detector row of every view, float32 little-endian, [view][u]. */
  'GET /api/projections/:id/sinogram': {
    query: z.object({ row: z.coerce.number().int().nonnegative() }),
    response: 'binary',
  },
  /** Hides the projections at once; they can be restored until the library is next opened. */
  'DELETE /api/projections/:id': { response: ok },
  'POST /api/projections/:id/restore': { response: ok },
  'GET /api/jobs/:id': { response: jobRecordSchema },
  'POST /api/jobs/:id/cancel': { response: jobRecordSchema },

  ...heartRoutes,
  ...denseRoutes,
  ...planningRoutes,
  ...matchRoutes,

  'GET /api/results': { response: z.object({ results: z.array(resultRecordSchema) }) },
  'GET /api/results/:id': { response: resultRecordSchema },
  'DELETE /api/results/:id': { response: ok },
  /** Computed minus measured line integrals of one view of a result's evidence, float32 LE [u][v]. */
  'GET /api/results/:id/residual': {
    query: z.object({ view: z.coerce.number().int().nonnegative() }),
    response: 'binary',
  },

  'POST /api/compare': {
    body: z.object({ a: z.string(), b: z.string(), mask: z.literal('fov').optional() }),
    response: comparisonSchema,
  },
  'POST /api/measure': {
    body: z.object({
      volumeId: z.string(),
      phase: z.number().int().nonnegative().default(0),
      roi: roiSchema,
    }),
    response: measurementSchema,
  },
  /** A PDF. */
  'POST /api/reports': {
    body: z.object({ studyUid: z.string(), resultId: z.string().optional() }),
    response: 'binary',
  },

  'GET /api/settings': { response: z.object({ settings: z.record(z.string(), z.unknown()) }) },
  'PUT /api/settings/:key': { body: z.object({ value: z.unknown() }), response: ok },
} as const satisfies Record<string, Route>;

export type Contract = typeof contract;
export type RouteName = keyof Contract;
