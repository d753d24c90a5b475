const match = (params: object) => ({ kind: 'match', params });
const both = { fixedVolumeId: 'a', movingVolumeId: 'b' };
const signing = { person: 'Anna', pin: '4711', meaning: 'approved' };

/** Match jobs that must be refused before any service hears of them. */
export const refusedMatchJobs: [path: string, body: unknown][] = [
  match({ fixedVolumeId: 'a' }),
  match({ ...both, dof: 5 }),
  match({ ...both, start: [1, 0, 0] }),
  match({ ...both, isocentreMm: [0, 0] }),
  match({ ...both, position: 'SITTING' }),
  match({ ...both, region: { kind: 'structure', structureSetId: 's' } }),
  match({ ...both, tolerance: 'none' }),
].map((body) => ['/api/jobs', body]);

/** What each route about positioning checks must refuse before any service hears of it. */
export const refusedByMatches: Record<string, [path: string, body?: unknown][]> = {
  'GET /api/studies/:uid/positioning': [['/api/studies/1/positioning?x=1']],
  'GET /api/studies/:uid/matches': [['/api/studies/1/matches?x=1']],
  'GET /api/studies/:uid/match-trend': [['/api/studies/1/match-trend?x=1']],
  'GET /api/studies/:uid/match-trend.csv': [['/api/studies/1/match-trend.csv?x=1']],
  'GET /api/matches': [['/api/matches?x=1']],
  'GET /api/matches/:id': [['/api/matches/1?x=1']],
  'DELETE /api/matches/:id': [['/api/matches/1?x=1']],
  'POST /api/matches/:id/signatures': [
    ['/api/matches/1/signatures', {}],
    ['/api/matches/1/signatures', { ...signing, meaning: 'seen' }],
    ['/api/matches/1/signatures', { ...signing, pin: '123' }],
    ['/api/matches/1/signatures', { ...signing, pin: 4711 }],
    ['/api/matches/1/signatures', { ...signing, person: '  ' }],
    ['/api/matches/1/signatures', { ...signing, reason: 'x'.repeat(501) }],
    ['/api/matches/1/signatures', { ...signing, at: '2026-01-01' }],
  ],
  'GET /api/matches/:id/registration': [['/api/matches/1/registration?x=1']],
  'GET /api/matches/:id/report': [['/api/matches/1/report?display=inches']],
  'GET /api/people': [['/api/people?x=1']],
  'POST /api/people': [
    ['/api/people', { name: '', pin: '4711' }],
    ['/api/people', { name: 'Anna', pin: 'secret' }],
    ['/api/people', { name: 'Anna' }],
  ],
};
