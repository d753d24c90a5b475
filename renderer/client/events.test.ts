import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followEvents, type ConnectionState } from './events.ts';
import type { EngineEvent } from '../../electron/engine/contract/shapes.ts';

/** The browser's EventSource as far as followEvents uses it. */
class FakeSource {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  constructor() {
    FakeSource.all.push(this);
  }
  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
}

const states: ConnectionState[] = [];
const events: EngineEvent[] = [];
const listeners = {
  onEvent: (event: EngineEvent) => void events.push(event),
  onState: (state: ConnectionState) => void states.push(state),
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
  FakeSource.all = [];
  states.length = 0;
  events.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('followEvents', () => {
  it('gives events and the state of the line', () => {
    followEvents(listeners);
    const source = FakeSource.all[0];
    source?.onopen?.();
    source?.onmessage?.({ data: '{"type":"library","change":"studies"}' });
    expect(states).toEqual(['connecting', 'open']);
    expect(events).toEqual([{ type: 'library', change: 'studies' }]);
  });

  it('leaves a reconnect with replay to the browser', () => {
    followEvents(listeners);
    FakeSource.all[0]?.onerror?.();
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.all).toHaveLength(1);
    expect(states.at(-1)).toBe('lost');
  });

  it('opens anew where the browser gave up, with growing pauses, and asks for a full reload', () => {
    followEvents(listeners);
    for (let n = 0; n < 3; n++) {
      const source = FakeSource.all.at(-1);
      source?.close();
      source?.onerror?.();
      vi.advanceTimersByTime(249);
      expect(FakeSource.all).toHaveLength(n + 1);
      vi.advanceTimersByTime(5000);
      expect(FakeSource.all).toHaveLength(n + 2);
    }
    FakeSource.all.at(-1)?.onopen?.();
    expect(events).toEqual([{ type: 'reload' }]);
  });

  it('stops when told to', () => {
    const stop = followEvents(listeners);
    FakeSource.all[0]?.close();
    FakeSource.all[0]?.onerror?.();
    stop();
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.all).toHaveLength(1);
  });
});
