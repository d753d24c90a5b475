import type { Library } from '../../../../studies/library/library.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import type { HeartsService } from './hearts-service.ts';

/** Hearts on an open library. */
export function createHearts(library: Library): HeartsService {
  const absent = () => Promise.reject(new SparrowError('library/not-found', { what: 'result' }));
  return {
    planes: absent,
    correct: absent,
    list: () => Promise.resolve([]),
    get: absent,
    remove: absent,
    labels: absent,
    draw: absent,
    revert: absent,
    edits: absent,
    without: absent,
    synthesise: absent,
    similar: absent,
    trend: (studyUid) =>
      Promise.try(() => {
        library.studies.get(studyUid);
        return { points: [] };
      }),
  };
}
