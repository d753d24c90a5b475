import type { denseRoutes } from '../contract/dense-routes.ts';
import type { DenseService } from '../services/dense/dense-service.ts';
import type { JobsService } from '../services/services.ts';
import { downloadResponse, passingResponse } from './binary.ts';
import type { Handlers } from './implement.ts';

/** The part of the contract that is about dense hearts, answered by their service. */
export function createDenseHandlers(
  dense: DenseService,
  jobs: JobsService,
): Pick<Handlers, keyof typeof denseRoutes> {
  return {
    'GET /api/studies/:uid/dense': async ({ params }) => ({
      dense: await dense.list({ studyUid: params.uid }),
    }),
    'GET /api/dense/:id': ({ params }) => dense.get(params.id),
    'DELETE /api/dense/:id': async ({ params }) => {
      await dense.remove(params.id);
      return { ok: true };
    },
    'GET /api/dense/:id/picture': async ({ params, query }) =>
      passingResponse(await dense.picture(params.id, query.phase)),
    'GET /api/dense/:id/labels': async ({ params, query }) =>
      passingResponse(await dense.labels(params.id, query.phase)),
    'GET /api/dense/:id/surfaces': async ({ params, query }) =>
      passingResponse(await dense.surfaces(params.id, query.phase)),
    'GET /api/dense/:id/reslice': async ({ params, query }) =>
      passingResponse(await dense.reslice(params.id, query.plane, query.phase)),
    'GET /api/dense/:id/stl': async ({ params, query }) =>
      downloadResponse(await dense.stl(params.id, query.phase, query.class)),
    'POST /api/dense/:id/implicit': ({ params }) => jobs.implicit({ denseId: params.id }),
    'GET /api/dense/:id/implicit': async ({ params, query }) =>
      passingResponse(await dense.implicit(params.id, query.phase)),
    'GET /api/dense/:id/implicit/summary': ({ params }) => dense.implicitSummary(params.id),
  };
}
