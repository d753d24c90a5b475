/** What each route about dense hearts must refuse before any service hears of it. */
export const refusedByDense: Record<string, [path: string, body?: unknown][]> = {
  'GET /api/studies/:uid/dense': [['/api/studies/1/dense?x=1']],
  'GET /api/dense/:id': [['/api/dense/1?x=1']],
  'DELETE /api/dense/:id': [['/api/dense/1?x=1']],
  'GET /api/dense/:id/picture': [['/api/dense/1/picture'], ['/api/dense/1/picture?phase=-1']],
  'GET /api/dense/:id/labels': [['/api/dense/1/labels?phase=0.5']],
  'GET /api/dense/:id/surfaces': [['/api/dense/1/surfaces?phase=first']],
  'GET /api/dense/:id/reslice': [
    ['/api/dense/1/reslice?phase=0'],
    ['/api/dense/1/reslice?plane=p&phase=-1'],
  ],
  'GET /api/dense/:id/stl': [['/api/dense/1/stl?class=atrium&phase=0'], ['/api/dense/1/stl']],
  'POST /api/dense/:id/implicit': [['/api/dense/1/implicit', { x: 1 }]],
  'GET /api/dense/:id/implicit': [['/api/dense/1/implicit']],
  'GET /api/dense/:id/implicit/summary': [['/api/dense/1/implicit/summary?x=1']],
};
