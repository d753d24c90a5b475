import type { EngineEvent } from '../../electron/engine/contract/shapes.ts';

export type ConnectionState = 'connecting' | 'open' | 'lost';

/** Who listens to the engine: every event, and whether the line is up. */
export interface EventListeners {
  onEvent(event: EngineEvent): void;
  onState(state: ConnectionState): void;
}

/** Longest wait between two attempts, so that a restarted engine is found again soon. */
const longestWaitMs = 5000;

/**
 * Follow the engine's event stream until the returned function is called. The browser's own
 * EventSource reconnects and asks for what was missed by its last event id; where it gives up (the
 * engine answered with an error, as during a restart) a new one is opened after a growing pause
 * and the listener is told to read everything anew, since nobody knows what was missed.
 */
export function followEvents(listeners: EventListeners): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = 250;
  let gap = false;

  const open = () => {
    source = new EventSource('/api/events');
    source.onopen = () => {
      waitMs = 250;
      listeners.onState('open');
      if (gap) listeners.onEvent({ type: 'reload' });
      gap = false;
    };
    source.onmessage = (message: MessageEvent<string>) => {
      listeners.onEvent(JSON.parse(message.data) as EngineEvent);
    };
    source.onerror = () => {
      listeners.onState('lost');
      if (source?.readyState !== EventSource.CLOSED) return;
      gap = true;
      source.close();
      timer = setTimeout(open, waitMs);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    };
  };

  listeners.onState('connecting');
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
