import type { Library } from '../../../../studies/library/library.ts';
import type { EventsService } from '../services.ts';
import type { PlanningService } from '../planning/planning-service.ts';
import type { MatchDocuments, MatchService } from './match-service.ts';
import { matchSetup } from './match-setup.ts';
import { trendCsv } from './trend-csv.ts';

export function createMatches(
  library: Library,
  events: EventsService,
  planning: PlanningService,
  documents: MatchDocuments,
): MatchService {
  const { matches } = library;
  const changed = () => events.publish({ type: 'library', change: 'matches' });
  return {
    setup: (studyUid) => matchSetup(library, planning, studyUid),
    of: (studyUid) => Promise.try(() => matches.of(studyUid)),
    pending: () => Promise.try(() => matches.pending()),
    get: (id) => Promise.try(() => matches.get(id)),
    remove: (id) =>
      Promise.try(() => {
        matches.remove(id);
        changed();
      }),
    async sign(id, signing) {
      const signed = await matches.sign(id, signing);
      changed();
      return signed;
    },
    people: () => Promise.try(() => matches.people()),
    async addPerson(name, pin) {
      await matches.addPerson(name, pin);
      changed();
      return matches.people();
    },
    trend: (studyUid) => Promise.try(() => matches.trend(studyUid)),
    trendTable: (studyUid) =>
      Promise.try(() => {
        const trend = matches.trend(studyUid);
        const ids = trend.fractions.map(({ matchId }) => matchId);
        const text = trendCsv(trend, new Map(ids.map((id) => [id, matches.get(id)])));
        return {
          fileName: 'sparrow-positioning-trend.csv',
          contentType: 'text/csv; charset=utf-8',
          bytes: new TextEncoder().encode(text),
        };
      }),
    report: async (id, display) => documents.report(matches.get(id), display),
    registration: async (id) => documents.registration(matches.get(id)),
  };
}
