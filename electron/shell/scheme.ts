import { protocol } from 'electron';

export const APP_ORIGIN = 'sparrow://app';

/** Before the app is ready: the scheme behaves like https, and a page of it may fetch and stream. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'sparrow',
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        codeCache: true,
      },
    },
  ]);
}

/** Answer `sparrow://app/…` from the engine and nothing else. */
export function serveScheme(forward: (request: Request) => Promise<Response>): void {
  protocol.handle('sparrow', async (request) => {
    if (new URL(request.url).host !== 'app') return new Response(null, { status: 404 });
    try {
      return await forward(request);
    } catch {
      return new Response(null, { status: 502 });
    }
  });
}
