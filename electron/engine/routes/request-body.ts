import { SparrowError } from '../../../studies/messages/sparrow-error.ts';

const mib = 1024 * 1024;
/** No call of the contract needs more JSON than this. */
export const maxJsonBytes = 1 * mib;
/** One uploaded file: larger than any study that a browser should carry. */
export const maxUploadBytes = 4096 * mib;

/** The body as JSON; `engine/too-large` and `engine/bad-request` when it is not. */
export async function jsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  // A form of a foreign page cannot send this type without asking first (CORS preflight).
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new SparrowError('engine/bad-request', { detail: 'content-type must be JSON' });
  }
  const text = await new Response(cappedBody(request, maxJsonBytes)).text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SparrowError('engine/bad-request', { detail: 'the body is not JSON' }, { cause });
  }
}

/** A small upload in memory; `engine/too-large` above the limit. */
export async function wholeBody(
  upload: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of upload) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new SparrowError('engine/too-large', { limitMib: Math.round(maxBytes / mib) });
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** The body's bytes, failing with `engine/too-large` as soon as they pass the limit. */
export function cappedBody(request: Request, maxBytes: number): ReadableStream<Uint8Array> {
  const tooLarge = () =>
    new SparrowError('engine/too-large', { limitMib: Math.round(maxBytes / mib) });
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  if (request.body === null) return new Blob([]).stream();
  let bytes = 0;
  return (request.body as ReadableStream<Uint8Array>).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) controller.error(tooLarge());
        else controller.enqueue(chunk);
      },
    }),
  );
}
