import { createGunzip, createInflate } from 'node:zlib';

/**
 * Unpacks gzip or zlib data, at most `limit` bytes; what comes after is not unpacked. Rejects with
 * zlib's error on damaged data, unless enough came out before the damage.
 * @param limit bytes wanted, or a function of what came out so far (null while not yet known)
 */
export async function inflate(
  packed: Uint8Array,
  kind: 'gzip' | 'zlib',
  limit: number | ((head: Buffer) => number | null),
): Promise<Uint8Array> {
  const stream = kind === 'gzip' ? createGunzip() : createInflate();
  stream.end(packed);
  const chunks: Buffer[] = [];
  let size = 0;
  let wanted = typeof limit === 'number' ? limit : null;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (wanted === null && typeof limit === 'function') wanted = limit(Buffer.concat(chunks));
      if (wanted !== null && size >= wanted) break;
    }
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks, wanted === null ? size : Math.min(size, wanted));
}
