import { createHash } from 'node:crypto';
import { breathe } from './pace.ts';

/** About 5 ms of hashing at the slowest. */
const sliceBytes = 2 * 1024 * 1024;

/** SHA-256 of bytes as hex, in slices that let the engine answer in between. */
export async function sha256Hex(view: ArrayBufferView): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < view.byteLength; at += sliceBytes) {
    const bytes = Math.min(sliceBytes, view.byteLength - at);
    hash.update(new Uint8Array(view.buffer, view.byteOffset + at, bytes));
    await breathe();
  }
  return hash.digest('hex');
}
