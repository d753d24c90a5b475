import type { Library } from '../../../studies/library/library.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { residualView } from './residual.ts';
import type {
  EventsService,
  ResultsService,
  Services,
  SettingsService,
  StudiesService,
} from './services.ts';

/** Services that are one library call and, where something changed, one event. */

export function createStudies({ studies }: Library, events: EventsService): StudiesService {
  const changed = () => events.publish({ type: 'library', change: 'studies' });
  return {
    list: () => Promise.try(() => studies.list()),
    get: (uid) => Promise.try(() => studies.get(uid)),
    remove: (uid) =>
      Promise.try(() => {
        studies.hide(uid);
        changed();
      }),
    restore: (uid) =>
      Promise.try(() => {
        studies.restore(uid);
        changed();
      }),
  };
}

export function createResults(library: Library, events: EventsService): ResultsService {
  const { results } = library;
  return {
    list: () => Promise.try(() => results.list()),
    get: (id) => Promise.try(() => results.get(id)),
    remove: (id) =>
      Promise.try(() => {
        results.delete(id);
        events.publish({ type: 'library', change: 'results' });
      }),
    residual: (id, view) => residualView(library, id, view),
  };
}

const longestSetting = 64 * 1024;

export function createSettings({ settings }: Library, events: EventsService): SettingsService {
  return {
    all: () => Promise.try(() => settings.all()),
    set: (key, value) =>
      Promise.try(() => {
        if ((JSON.stringify(value) ?? '').length > longestSetting) {
          throw new SparrowError('engine/bad-setting', { key });
        }
        settings.set(key, value ?? null);
        events.publish({ type: 'library', change: 'settings' });
      }),
  };
}

export function createFind({ results, hearts, dense, volumes }: Library): Services['find'] {
  return (name) =>
    Promise.try(() => {
      const result = results.list().find(({ id }) => id === name);
      if (result !== undefined) return volumes.get(result.volume);
      const picture = dense.find(name)?.volumeId;
      if (picture !== undefined) return volumes.get(picture);
      const heart = hearts.find(name);
      const labels = heart?.labels.find((one) => one.sourceVolumeId === heart.leadVolumeId);
      return volumes.find(labels?.labelsVolumeId ?? name);
    });
}
