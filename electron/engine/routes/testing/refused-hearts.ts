/** What each route about hearts must refuse before any service hears of it. */
export const refusedByHearts: Record<string, [path: string, body?: unknown][]> = {
  'GET /api/studies/:uid/heart/planes': [['/api/studies/1/heart/planes?x=1']],
  'PUT /api/studies/:uid/heart/corrections': [
    ['/api/studies/1/heart/corrections', { views: { a: 'sideways' } }],
    ['/api/studies/1/heart/corrections', { heightCm: -1 }],
    ['/api/studies/1/heart/corrections', { edPhase: 0.5 }],
  ],
  'GET /api/studies/:uid/hearts': [['/api/studies/1/hearts?x=1']],
  'GET /api/studies/:uid/heart/trend': [['/api/studies/1/heart/trend?x=1']],
  'GET /api/hearts/:id': [['/api/hearts/1?x=1']],
  'DELETE /api/hearts/:id': [['/api/hearts/1?x=1']],
  'GET /api/hearts/:id/labels': [
    ['/api/hearts/1/labels?phase=0'],
    ['/api/hearts/1/labels?volume=v&phase=-1'],
    ['/api/hearts/1/labels?volume=v&phase=0&edited=maybe'],
  ],
  'PUT /api/hearts/:id/labels': [
    ['/api/hearts/1/labels?volume=v&phase=0'],
    ['/api/hearts/1/labels?volume=v&phase=0&slice=0.5'],
  ],
  'DELETE /api/hearts/:id/labels': [['/api/hearts/1/labels?volume=v&slice=0']],
  'GET /api/hearts/:id/edits': [['/api/hearts/1/edits?x=1']],
  'POST /api/hearts/:id/without': [
    ['/api/hearts/1/without', {}],
    ['/api/hearts/1/without', { slotsOff: [9] }],
  ],
  'POST /api/hearts/:id/synthesise': [['/api/hearts/1/synthesise', { slot: -1 }]],
  'GET /api/hearts/:id/similar': [
    ['/api/hearts/1/similar?k=0'],
    ['/api/hearts/1/similar?samePatient=perhaps'],
  ],
};
