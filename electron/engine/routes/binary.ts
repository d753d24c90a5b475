import type { Download } from '../services/download.ts';
import type { ByteBody } from '../services/services.ts';

/** Voxels never change under their id, so a browser may keep them; the tag guards a re-import. */
export function byteResponse(request: Request, body: ByteBody): Response {
  const headers = {
    etag: `"${body.etag}"`,
    'cache-control': 'private, max-age=31536000, immutable',
  };
  if (request.headers.get('if-none-match') === headers.etag) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(streamOf(body.chunks), {
    headers: {
      ...headers,
      'content-type': 'application/octet-stream',
      'content-length': String(body.byteLength),
    },
  });
}

/** Chunks as a stream that asks for the next one only when the reader has room. */
function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

export function imageResponse(bytes: Uint8Array): Response {
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': 'image/png', 'cache-control': 'private, max-age=3600' },
  });
}

/** Bytes that are other ones a moment later. */
export function passingResponse(bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(bytes, {
    headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
  });
}

/** A file for the user; its name travels in both spellings of RFC 6266. */
export function downloadResponse({ fileName, contentType, bytes }: Download): Response {
  const ascii = fileName.replace(/[^\w.-]+/g, '_');
  return new Response(bytes, {
    headers: {
      'content-type': contentType,
      'content-length': String(bytes.byteLength),
      'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'cache-control': 'no-store',
    },
  });
}
