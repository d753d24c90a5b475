import { randomBytes, timingSafeEqual } from 'node:crypto';
import { SparrowError } from '../studies/messages/sparrow-error.ts';
import { errorResponse } from './engine/routes/errors.ts';
import { secured } from './engine/routes/security-headers.ts';

export interface Guard {
  /** Of the address that is printed; dies when it is first used. */
  readonly token: string;
  /** Tells the port, known only after listening; before that everything is refused. */
  bind(port: number): void;
  fetch(request: Request): Promise<Response>;
}

const cookieName = 'sparrow-session';

/**
 * Who may talk to the engine over loopback. Other programs and other pages on this machine reach
 * the same port, so each request must name this host (against DNS rebinding), must not come from
 * another page (against forged requests) and must carry the cookie that the one-time token bought.
 */
export function createGuard(engine: (request: Request) => Promise<Response>): Guard {
  const token = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  let tokenIsFresh = true;
  let hosts: readonly string[] = [];

  function answer(request: Request): Promise<Response> | Response {
    const url = new URL(request.url);
    if (!isOwn(request, hosts)) throw new SparrowError('engine/forbidden');
    const offered = url.searchParams.get('token');
    if (request.method === 'GET' && url.pathname === '/' && offered !== null) {
      if (tokenIsFresh && same(offered, token)) {
        tokenIsFresh = false;
        return signIn(session);
      }
      // A used link in a signed-in browser is a reload of its first page.
      if (isSignedIn(request, session)) return redirectHome();
    }
    if (!isSignedIn(request, session)) throw new SparrowError('engine/no-session');
    return engine(request);
  }

  return {
    token,
    bind(port) {
      hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    },
    async fetch(request) {
      try {
        return await answer(request);
      } catch (error) {
        return secured(errorResponse(error, 'guard'));
      }
    },
  };
}

function isOwn(request: Request, hosts: readonly string[]): boolean {
  const host = request.headers.get('host') ?? '';
  if (!hosts.includes(host)) return false;
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== `http://${host}`) return false;
  // Pages on other ports of this machine count as the same site, so only same-origin will do.
  const site = request.headers.get('sec-fetch-site');
  if (site === null || site === 'same-origin' || site === 'none') return true;
  return request.method === 'GET' && request.headers.get('sec-fetch-mode') === 'navigate';
}

function isSignedIn(request: Request, session: string): boolean {
  return (request.headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .some(
      (pair) =>
        pair.startsWith(`${cookieName}=`) && same(pair.slice(cookieName.length + 1), session),
    );
}

/** In constant time, so that a neighbour cannot guess letter by letter. */
function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function signIn(session: string): Response {
  const response = redirectHome();
  response.headers.set('set-cookie', `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`);
  return response;
}

/** Away from the address with the token, so that it stays neither in the bar nor in a referrer. */
function redirectHome(): Response {
  return secured(
    new Response(null, { status: 303, headers: { location: '/', 'cache-control': 'no-store' } }),
  );
}
