import type { EventsService, NumberedEvent } from '../services/services.ts';

/** A client that reads nothing is let go after this many waiting events; it may come back and ask. */
const mostWaiting = 500;

/**
 * Server-sent events (WHATWG HTML 9.2) with replay: a returning client names the last event it saw
 * and gets the rest, or `reload` when the ring no longer holds it.
 *
 * @param lastEventId the header as sent; null on a first visit.
 */
export function eventStream(
  events: EventsService,
  lastEventId: string | null,
  { heartbeatMs = 15_000 }: { heartbeatMs?: number } = {},
): Response {
  const encoder = new TextEncoder();
  let close = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => {
          if ((controller.desiredSize ?? 0) <= 0) return end();
          controller.enqueue(encoder.encode(text));
        };
        const unsubscribe = events.subscribe((entry) => send(block(entry)));
        const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs);
        heartbeat.unref();
        close = () => {
          unsubscribe();
          clearInterval(heartbeat);
        };
        const end = () => {
          close();
          controller.close();
        };
        send(opening(events, lastEventId));
      },
      cancel: () => close(),
    },
    { highWaterMark: mostWaiting },
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  });
}

/** The first words: the place in the stream, so that even an idle client can return to it. */
function opening(events: EventsService, lastEventId: string | null): string {
  const place = `retry: 1000\nid: ${events.newestId()}\n\n`;
  if (lastEventId === null || lastEventId === '') return place;
  const missed = /^\d{1,16}$/.test(lastEventId) ? events.since(Number(lastEventId)) : null;
  if (missed === null) {
    return place + block({ id: events.newestId(), event: { type: 'reload' } });
  }
  return place + missed.map(block).join('');
}

function block({ id, event }: NumberedEvent): string {
  return `id: ${id}\ndata: ${JSON.stringify(event)}\n\n`;
}
