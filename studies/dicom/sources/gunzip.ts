import { createGunzip } from 'node:zlib';
import { SparrowError } from '../../messages/sparrow-error.ts';
import type { WalkLimits } from './source.ts';

/**
 * Unpacks one gzip file, stopping as soon as it grows past the limits. Throws SparrowError
 * 'sources/archive-bomb' or 'sources/bad-archive'.
 */
export async function gunzip(
  packed: Uint8Array,
  file: string,
  limits: Pick<WalkLimits, 'maxFileBytes' | 'maxRatio' | 'ratioFloorBytes'>,
): Promise<Uint8Array> {
  const byRatio = Math.max(limits.ratioFloorBytes, packed.length * limits.maxRatio);
  const limit = Math.min(limits.maxFileBytes, byRatio);
  const stream = createGunzip();
  stream.end(packed);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        const detail = `over ${Math.round(limit / 2 ** 20)} MB`;
        throw new SparrowError('sources/archive-bomb', { file, detail });
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof SparrowError) throw error;
    const reason = (error as Error).message;
    throw new SparrowError('sources/bad-archive', { file, reason }, { cause: error });
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks, size);
}
