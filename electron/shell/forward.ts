import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** Headers that belong to one connection and must not travel. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
]);

/**
 * Pass a request of the window to the engine's private socket and stream both bodies. The engine
 * sees the app's own origin, so that its checks are the same behind every door.
 */
export function forwardTo(socketPath: string): (request: Request) => Promise<Response> {
  return (request) =>
    new Promise((resolve, reject) => {
      const url = new URL(request.url);
      const headers = Object.fromEntries(
        [...request.headers].filter(([name]) => !hopByHop.has(name)),
      );
      const outgoing = httpRequest(
        {
          socketPath,
          path: url.pathname + url.search,
          method: request.method,
          headers: { ...headers, host: 'app' },
        },
        (incoming) => resolve(toResponse(incoming)),
      );
      outgoing.on('error', reject);
      request.signal.addEventListener('abort', () => outgoing.destroy(), { once: true });
      if (request.body)
        Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]).pipe(outgoing);
      else outgoing.end();
    });
}

function toResponse(incoming: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined && !hopByHop.has(name))
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const status = incoming.statusCode ?? 502;
  const empty = status === 204 || status === 304;
  if (empty) incoming.resume();
  const body = empty ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
  return new Response(body, { status, headers });
}
