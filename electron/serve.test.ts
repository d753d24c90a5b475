import { request, type IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { services } from '../test/fixtures/silent-services.ts';
import { createRouter } from './engine/routes/router.ts';
import { createEvents } from './engine/services/events.ts';
import { openBrowserDoor, type BrowserDoor } from './serve.ts';

let door: BrowserDoor;
beforeEach(async () => {
  const events = createEvents();
  const router = createRouter(
    services({
      'studies.list': () => [],
      'events.newestId': () => events.newestId(),
      'events.subscribe': (listener: never) => events.subscribe(listener),
    }),
    { version: '9', allowPaths: false },
  );
  door = await openBrowserDoor({
    fetch: router,
    services: services(),
    close: () => Promise.resolve(),
  });
});
afterEach(() => door.close());

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Plain HTTP, so that a test can lie in any header. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: door.port, path, method, headers };
    const sent = request(options, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : '{}');
  });
}

async function signIn(): Promise<string> {
  const { pathname, search } = new URL(door.url);
  const answer = await ask(pathname + search);
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

test('the printed address signs in once, and the token leaves the address bar', async () => {
  const { pathname, search } = new URL(door.url);
  const first = await ask(pathname + search);
  expect(first.status).toBe(303);
  expect(first.headers.location).toBe('/');
  const cookie = first.headers['set-cookie']?.[0] ?? '';
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  const second = await ask(pathname + search);
  expect(second.status).toBe(401);
  expect(second.headers['set-cookie']).toBeUndefined();
  const session = { cookie: cookie.split(';')[0]! };
  expect((await ask('/api/health', session)).text).toBe('{"version":"9"}');
  expect((await ask(pathname + search, session)).status).toBe(303);
});

test.each([
  ['none', {}],
  ['a wrong one', { cookie: 'sparrow-session=AAAA' }],
  ['one of the same length', { cookie: `sparrow-session=${'A'.repeat(43)}` }],
])(
  'without the session cookie nothing answers: %s',
  async (_what, headers: Record<string, string>) => {
    for (const path of ['/', '/api/health', '/api/studies', '/assets/x.js']) {
      expect((await ask(path, headers)).status).toBe(401);
    }
    expect((await ask('/?token=AAAA', headers)).status).toBe(401);
  },
);

test('a guessed token does not use up the real one', async () => {
  await ask('/?token=AAAA');
  expect(await signIn()).toMatch(/^sparrow-session=/);
});

test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]:80', '0.0.0.0'])(
  'another Host is refused, as DNS rebinding would send it: %s',
  async (host) => {
    const cookie = await signIn();
    const answer = await ask('/api/studies', { cookie, host });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'engine/forbidden' } });
  },
);

test('localhost is this host too', async () => {
  const cookie = await signIn();
  const host = `localhost:${door.port}`;
  expect((await ask('/api/studies', { cookie, host })).status).toBe(200);
});

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['another port', { origin: 'http://127.0.0.1:1' }],
  ['no origin at all', { origin: 'null' }],
  ['a page of another port, by its fetch metadata', { 'sec-fetch-site': 'same-site' }],
  ['a foreign picture', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
])('a request from %s is refused, cookie or not', async (_what, lie: Record<string, string>) => {
  const cookie = await signIn();
  const json = { 'content-type': 'application/json' };
  expect((await ask('/api/studies', { cookie, ...lie })).status).toBe(403);
  expect((await ask('/api/samples', { cookie, ...json, ...lie }, 'POST')).status).toBe(403);
});

test('a foreign page cannot post even by navigation', async () => {
  const cookie = await signIn();
  const lie = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  expect((await ask('/api/samples', { cookie, ...lie }, 'POST')).status).toBe(403);
});

test('the own page may', async () => {
  const cookie = await signIn();
  const origin = `http://127.0.0.1:${door.port}`;
  const own = { cookie, origin, 'sec-fetch-site': 'same-origin' };
  expect((await ask('/api/studies', own)).text).toBe('{"studies":[]}');
});

test('raw path traversal gets nothing', async () => {
  const cookie = await signIn();
  for (const path of ['/../../etc/passwd', '/..%2f..%2fetc/passwd', '//etc/passwd']) {
    expect((await ask(path, { cookie })).status).toBe(404);
  }
});

test('it listens on loopback only, and a taken port is a sentence', async () => {
  const engine = {
    fetch: () => Promise.resolve(new Response()),
    services: services(),
    close: () => Promise.resolve(),
  };
  await expect(openBrowserDoor(engine, door.port)).rejects.toMatchObject({
    code: 'engine/port-taken',
  });
});

test('an open event stream does not hold the door open', async () => {
  const cookie = await signIn();
  const response = await fetch(`http://127.0.0.1:${door.port}/api/events`, { headers: { cookie } });
  const began = performance.now();
  await door.close();
  expect(performance.now() - began).toBeLessThan(1000);
  await response.body?.cancel().catch(() => undefined);
});
