/** What each route about treatment plans must refuse before any service hears of it. */
export const refusedByPlanning: Record<string, [path: string, body?: unknown][]> = {
  'GET /api/studies/:uid/planning': [['/api/studies/1/planning?x=1']],
  'GET /api/structures/:id/outlines': [
    ['/api/structures/1/outlines?volume=v&plane=axial'],
    ['/api/structures/1/outlines?volume=v&plane=oblique&index=1'],
    ['/api/structures/1/outlines?volume=v&plane=axial&index=-1'],
    ['/api/structures/1/outlines?plane=axial&index=1'],
  ],
  'GET /api/rtimages/:id': [['/api/rtimages/1?x=1']],
};
