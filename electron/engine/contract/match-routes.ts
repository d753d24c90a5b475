import { z } from 'zod';
import {
  couchDisplaySchema,
  matchRecordSchema,
  matchSetupSchema,
  matchTrendSchema,
} from '../../../studies/library/match-records.ts';

const person = z.string().trim().min(1).max(64);
const pin = z.string().regex(/^\d{4,12}$/);

/** What the engine answers about positioning checks; part of the contract. A match itself is a job. */
export const matchRoutes = {
  /** Scans of the study, and the planning CTs, structures and isocentres found for its patient. */
  'GET /api/studies/:uid/positioning': { response: matchSetupSchema },
  /** Newest first. */
  'GET /api/studies/:uid/matches': {
    response: z.object({ matches: z.array(matchRecordSchema) }),
  },
  'GET /api/studies/:uid/match-trend': { response: matchTrendSchema },
  'GET /api/studies/:uid/match-trend.csv': { response: 'binary' },
  /** All that wait for a signature, oldest first. */
  'GET /api/matches': { response: z.object({ matches: z.array(matchRecordSchema) }) },
  'GET /api/matches/:id': { response: matchRecordSchema },
  /** Refused once it is signed. */
  'DELETE /api/matches/:id': { response: z.object({ ok: z.literal(true) }) },
  /** The PIN is checked and not kept; a reason is asked for outside tolerance and to reject. */
  'POST /api/matches/:id/signatures': {
    body: z.object({
      person,
      pin,
      meaning: z.enum(['approved', 'rejected']),
      reason: z.string().trim().max(500).default(''),
    }),
    response: matchRecordSchema,
  },
  /** Spatial Registration object; approved or not is in its comment. */
  'GET /api/matches/:id/registration': { response: 'binary' },
  /** One page. */
  'GET /api/matches/:id/report': {
    query: z.object({ display: couchDisplaySchema.default('iec') }),
    response: 'binary',
  },
  'GET /api/people': { response: z.object({ people: z.array(z.string()) }) },
  /** A person who may sign; names are unique. */
  'POST /api/people': {
    body: z.object({ name: person, pin }),
    response: z.object({ people: z.array(z.string()) }),
  },
} as const;
