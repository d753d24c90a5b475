import type { matchRoutes } from '../contract/match-routes.ts';
import type { MatchService } from '../services/match/match-service.ts';
import { downloadResponse } from './binary.ts';
import type { Handlers } from './implement.ts';

/** The part of the contract that is about positioning checks, answered by their service. */
export function createMatchHandlers(
  matches: MatchService,
): Pick<Handlers, keyof typeof matchRoutes> {
  return {
    'GET /api/studies/:uid/positioning': ({ params }) => matches.setup(params.uid),
    'GET /api/studies/:uid/matches': async ({ params }) => ({
      matches: await matches.of(params.uid),
    }),
    'GET /api/studies/:uid/match-trend': ({ params }) => matches.trend(params.uid),
    'GET /api/studies/:uid/match-trend.csv': async ({ params }) =>
      downloadResponse(await matches.trendTable(params.uid)),
    'GET /api/matches': async () => ({ matches: await matches.pending() }),
    'GET /api/matches/:id': ({ params }) => matches.get(params.id),
    'DELETE /api/matches/:id': async ({ params }) => {
      await matches.remove(params.id);
      return { ok: true };
    },
    'POST /api/matches/:id/signatures': ({ params, body }) => matches.sign(params.id, body),
    'GET /api/matches/:id/registration': async ({ params }) =>
      downloadResponse(await matches.registration(params.id)),
    'GET /api/matches/:id/report': async ({ params, query }) =>
      downloadResponse(await matches.report(params.id, query.display)),
    'GET /api/people': async () => ({ people: await matches.people() }),
    'POST /api/people': async ({ body }) => ({
      people: await matches.addPerson(body.name, body.pin),
    }),
  };
}
