import type { planningRoutes } from '../contract/planning-routes.ts';
import type { PlanningService } from '../services/planning/planning-service.ts';
import type { Handlers } from './implement.ts';

/** The part of the contract that is about treatment plans, answered by their service. */
export function createPlanningHandlers(
  planning: PlanningService,
): Pick<Handlers, keyof typeof planningRoutes> {
  return {
    'GET /api/studies/:uid/planning': ({ params }) => planning.of(params.uid),
    'GET /api/structures/:id/outlines': ({ params, query }) => {
      const { volume, plane, index } = query;
      return planning.outlines(params.id, { volumeId: volume, plane, index });
    },
    'GET /api/rtimages/:id': ({ params }) => planning.rtImage(params.id),
  };
}
