import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { SparrowError } from '../studies/messages/sparrow-error.ts';
import type { Engine } from './engine/engine.ts';
import { createGuard } from './serve-guard.ts';

export interface BrowserDoor {
  /** Address with the token that works once. */
  url: string;
  port: number;
  close(): Promise<void>;
}

/**
 * The app on loopback, for any browser on this machine.
 * @param port 0 for one that is free.
 * Rejects with `engine/port-taken` when the port cannot be had.
 */
export async function openBrowserDoor(engine: Engine, port = 0): Promise<BrowserDoor> {
  const guard = createGuard((request) => engine.fetch(request));
  const server = createAdaptorServer({
    fetch: (request: Request) => guard.fetch(request),
    createServer,
    // Uploads and the event stream may take as long as they like.
    serverOptions: { requestTimeout: 0 },
    hostname: '127.0.0.1',
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new SparrowError('engine/port-taken', { port }, { cause })),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  guard.bind(bound);
  return {
    url: `http://127.0.0.1:${bound}/?token=${guard.token}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Event streams never end by themselves.
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

/** Opens the user's own browser; a machine without one is no error, the address was printed. */
export function openSystemBrowser(url: string): void {
  const [program, args]: [string, string[]] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]];
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
