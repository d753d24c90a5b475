import type { EngineEvent } from '../contract/shapes.ts';
import type { EventsService, NumberedEvent } from './services.ts';

const ringSize = 1000;

/**
 * The engine's news, kept for those who lost the line. Numbers start from the clock, so that a
 * number handed out before a restart is never mistaken for one of this run.
 */
export function createEvents(capacity = ringSize, firstId = Date.now()): EventsService {
  const ring: NumberedEvent[] = [];
  const listeners = new Set<(event: NumberedEvent) => void>();
  let newest = firstId;

  return {
    publish(event: EngineEvent) {
      const numbered = { id: ++newest, event };
      ring.push(numbered);
      if (ring.length > capacity) ring.shift();
      for (const listener of listeners) listener(numbered);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    newestId: () => newest,
    since(lastId) {
      const oldest = ring[0]?.id ?? newest + 1;
      if (lastId < oldest - 1 || lastId > newest) return null;
      return ring.filter((entry) => entry.id > lastId);
    },
  };
}
