import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, relative, isAbsolute, sep } from 'node:path';
import { Readable } from 'node:stream';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/**
 * A file of the renderer. Paths that leave the folder, by dots, by encoding or by a link, are as
 * unknown as absent ones, and only kinds of file that a page is made of are sent.
 */
export async function staticFile(rendererDir: string, pathname: string): Promise<Response> {
  const file = await safePath(rendererDir, pathname === '/' ? '/index.html' : pathname);
  const type = file === null ? undefined : types[extname(file)];
  if (file === null || type === undefined) throw new SparrowError('engine/unknown-route');
  const { size } = await stat(file);
  // Vite puts a content hash into the names under assets/; the page itself is always asked anew.
  const cache = pathname.startsWith('/assets/')
    ? 'public, max-age=31536000, immutable'
    : 'no-cache';
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>, {
    headers: { 'content-type': type, 'content-length': String(size), 'cache-control': cache },
  });
}

async function safePath(root: string, pathname: string): Promise<string | null> {
  try {
    const decoded = decodeURIComponent(pathname);
    if (decoded.includes('\0') || decoded.includes('\\')) return null;
    const realRoot = await realpath(root);
    const file = await realpath(join(realRoot, decoded));
    const inside = relative(realRoot, file);
    const outside = inside === '' || inside === '..' || inside.startsWith(`..${sep}`);
    if (outside || isAbsolute(inside)) return null;
    return (await stat(file)).isFile() ? file : null;
  } catch {
    return null;
  }
}
