import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forwardTo } from './forward.ts';

const socket =
  process.platform === 'win32'
    ? `\\\\.\\pipe\\sparrow-test-${process.pid}`
    : join(tmpdir(), `sparrow-test-${process.pid}.sock`);
let server: Server;
const seen: { url?: string | undefined; host?: string | undefined; aborted?: boolean }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const entry: (typeof seen)[number] = { url: request.url, host: request.headers.host };
    seen.push(entry);
    if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: one\n\n');
      response.on('close', () => (entry.aborted = true));
      return;
    }
    if (request.url === '/unchanged') return void response.writeHead(304).end();
    request.pipe(response.writeHead(201, { 'x-kept': 'yes', connection: 'keep-alive' }));
  });
  await new Promise<void>((done) => server.listen(socket, done));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('forwardTo', () => {
  const forward = forwardTo(socket);

  it('passes path, query, method and both bodies', async () => {
    const bytes = new Uint8Array(300_000).map((_, n) => n % 251);
    const response = await forward(
      new Request('sparrow://app/api/x?phase=2', {
        method: 'PUT',
        body: bytes,
        duplex: 'half',
      } as RequestInit),
    );
    expect(response.status).toBe(201);
    expect(response.headers.get('x-kept')).toBe('yes');
    expect(response.headers.has('connection')).toBe(false);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(seen.at(-1)).toMatchObject({ url: '/api/x?phase=2', host: 'app' });
  });

  it('keeps an answer without a body empty', async () => {
    const response = await forward(new Request('sparrow://app/unchanged'));
    expect(response.status).toBe(304);
    expect(response.body).toBeNull();
  });

  it('streams events as they come and lets go when the page does', async () => {
    const leaving = new AbortController();
    const response = await forward(new Request('sparrow://app/events', { signal: leaving.signal }));
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toBe('data: one\n\n');
    leaving.abort();
    await expect.poll(() => seen.at(-1)?.aborted).toBe(true);
  });
});
