import type { heartRoutes } from '../contract/heart-routes.ts';
import type { HeartsService } from '../services/hearts/hearts-service.ts';
import { passingResponse } from './binary.ts';
import type { Handlers } from './implement.ts';
import { wholeBody } from './request-body.ts';

/** The part of the contract that is about hearts, answered by their service. */
export function createHeartHandlers(
  hearts: HeartsService,
): Pick<Handlers, keyof typeof heartRoutes> {
  return {
    'GET /api/studies/:uid/heart/planes': ({ params }) => hearts.planes(params.uid),
    'PUT /api/studies/:uid/heart/corrections': ({ params, body }) =>
      hearts.correct(params.uid, body),
    'GET /api/studies/:uid/hearts': async ({ params }) => ({
      hearts: await hearts.list({ studyUid: params.uid }),
    }),
    'GET /api/studies/:uid/heart/trend': ({ params }) => hearts.trend(params.uid),
    'GET /api/hearts/:id': ({ params }) => hearts.get(params.id),
    'DELETE /api/hearts/:id': async ({ params }) => {
      await hearts.remove(params.id);
      return { ok: true };
    },
    'GET /api/hearts/:id/labels': async ({ params, query }) => {
      const { volume, phase, edited } = query;
      const place = { volumeId: volume, phase };
      return passingResponse(await hearts.labels(params.id, place, edited === 'true'));
    },
    'PUT /api/hearts/:id/labels': async ({ params, query, upload }) => {
      const { volume, slice, phase, expected } = query;
      const labels = await wholeBody(upload, maxSliceBytes);
      return hearts.draw(params.id, { volumeId: volume, slice, phase }, labels, expected);
    },
    'DELETE /api/hearts/:id/labels': ({ params, query }) => {
      const { volume, slice, phase } = query;
      return hearts.revert(params.id, { volumeId: volume, slice, phase });
    },
    'GET /api/hearts/:id/edits': async ({ params }) => ({ edits: await hearts.edits(params.id) }),
    'POST /api/hearts/:id/without': ({ params, body }) => hearts.without(params.id, body.slotsOff),
    'POST /api/hearts/:id/synthesise': async ({ params, body }) =>
      passingResponse(await hearts.synthesise(params.id, body.slot)),
    'GET /api/hearts/:id/similar': async ({ params, query }) => ({
      neighbours: await hearts.similar(params.id, {
        k: query.k,
        samePatient: query.samePatient === 'true',
      }),
    }),
  };
}

/** More than any slice of an MR picture. */
const maxSliceBytes = 16 * 1024 * 1024;
