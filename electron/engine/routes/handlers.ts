import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { Services } from '../services/services.ts';
import { byteResponse, downloadResponse, imageResponse, passingResponse } from './binary.ts';
import { eventStream } from './event-stream.ts';
import { createDenseHandlers } from './dense-handlers.ts';
import { createHeartHandlers } from './heart-handlers.ts';
import type { Handlers } from './implement.ts';
import { createMatchHandlers } from './match-handlers.ts';
import { createPlanningHandlers } from './planning-handlers.ts';

const ok = { ok: true } as const;

/** The contract, answered by the services. */
export function createHandlers(
  services: Services,
  { version, allowPaths }: { version: string; allowPaths: boolean },
): Handlers {
  const { studies, imports, volumes, projections, jobs, results } = services;
  return {
    'GET /api/health': () => ({ version }),
    'GET /api/doctor': () => services.doctor(),
    'GET /api/events': ({ request }) =>
      eventStream(services.events, request.headers.get('last-event-id')),

    'GET /api/studies': async () => ({ studies: await studies.list() }),
    'GET /api/studies/:uid': ({ params }) => studies.get(params.uid),
    'DELETE /api/studies/:uid': async ({ params }) => {
      await studies.remove(params.uid);
      return ok;
    },
    'POST /api/studies/:uid/restore': async ({ params }) => {
      await studies.restore(params.uid);
      return ok;
    },

    'POST /api/imports': async ({ body }) => {
      if (body.paths !== undefined && !allowPaths) throw new SparrowError('engine/no-paths');
      return { id: await imports.start(body.paths) };
    },
    'PUT /api/imports/:id/files': async ({ params, query, upload }) => {
      await imports.receive(params.id, query.name, upload);
      return ok;
    },
    'POST /api/imports/:id/finish': ({ params }) => imports.finish(params.id),
    'GET /api/imports/:id': ({ params }) => imports.state(params.id),
    'DELETE /api/imports/:id': async ({ params }) => {
      await imports.cancel(params.id);
      return ok;
    },
    'POST /api/samples': () => services.samples.start(),

    'GET /api/volumes/:id': ({ params }) => volumes.get(params.id),
    'GET /api/volumes/:id/voxels': async ({ params, query, request }) =>
      byteResponse(request, await volumes.voxels(params.id, query)),
    'GET /api/volumes/:id/thumbnail': async ({ params }) =>
      imageResponse(await volumes.thumbnail(params.id)),
    'GET /api/volumes/:id/export': async ({ params, query }) =>
      downloadResponse(await services.exports.bundle(params.id, query.format)),

    'GET /api/models': async () => ({ models: await services.models.list() }),
    'GET /api/jobs': async () => ({ jobs: await jobs.list() }),
    'POST /api/jobs': ({ body }) => {
      switch (body.kind) {
        case 'enhance':
          return jobs.enhance(body);
        case 'reconstruct':
          return jobs.reconstruct(body);
        case 'simulate':
          return jobs.simulate(body);
        case 'heart':
          return jobs.heart(body);
        case 'densify':
          return jobs.densify(body);
        case 'match':
          return jobs.match(body);
      }
    },
    'GET /api/jobs/:id/preview': async ({ params }) =>
      passingResponse(await jobs.preview(params.id)),

    'GET /api/projections/:id': ({ params }) => projections.get(params.id),
    'GET /api/projections/:id/views': async ({ params, query, request }) =>
      byteResponse(request, await projections.views(params.id, query)),
    'GET /api/projections/:id/sinogram': async ({ params, query, request }) =>
      byteResponse(request, await projections.sinogram(params.id, query.row)),
    'DELETE /api/projections/:id': async ({ params }) => {
      await projections.remove(params.id);
      return ok;
    },
    'POST /api/projections/:id/restore': async ({ params }) => {
      await projections.restore(params.id);
      return ok;
    },
    'GET /api/jobs/:id': ({ params }) => jobs.get(params.id),
    'POST /api/jobs/:id/cancel': ({ params }) => jobs.cancel(params.id),

    ...createHeartHandlers(services.hearts),
    ...createDenseHandlers(services.dense, jobs),
    ...createPlanningHandlers(services.planning),
    ...createMatchHandlers(services.matches),

    'GET /api/results': async () => ({ results: await results.list() }),
    'GET /api/results/:id': ({ params }) => results.get(params.id),
    'DELETE /api/results/:id': async ({ params }) => {
      await results.remove(params.id);
      return ok;
    },

    'GET /api/results/:id/residual': async ({ params, query, request }) =>
      byteResponse(request, await results.residual(params.id, query.view)),

    'POST /api/compare': ({ body }) => services.compare(body),
    'POST /api/measure': ({ body }) => services.measure(body),
    'POST /api/reports': async ({ body }) => downloadResponse(await services.reports.pdf(body)),

    'GET /api/settings': async () => ({ settings: await services.settings.all() }),
    'PUT /api/settings/:key': async ({ params, body }) => {
      await services.settings.set(params.key, body.value);
      return ok;
    },
  };
}
