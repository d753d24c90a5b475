import { vi } from 'vitest';

/** What reached the engine: method, address and body as sent. */
export interface Sent {
  method: string;
  url: string;
  body: unknown;
}

type Answer = unknown;

/**
 * Stands where the engine would: answers by 'METHOD /path' and keeps what was sent. A function
 * answers from the request; a Response goes back as it is; anything else as JSON.
 */
export function fakeEngine(answers: Record<string, Answer>): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    init.signal?.throwIfAborted();
    const raw = init.body;
    const body: unknown = typeof raw === 'string' ? JSON.parse(raw) : raw;
    const request = { method: init.method ?? 'GET', url, body };
    sent.push(request);
    const key = `${request.method} ${url.split('?')[0]}`;
    if (!(key in answers)) throw new TypeError(`nothing answers ${key}`);
    const answer = answers[key];
    const made: unknown =
      typeof answer === 'function' ? await (answer as (r: Sent) => unknown)(request) : answer;
    return made instanceof Response ? made : Response.json(made);
  });
  return sent;
}

/** The engine's error envelope as it comes over the line. */
export function refusal(code: string, message: string, action: string, status = 400): Response {
  return Response.json({ error: { code, message, action } }, { status });
}
