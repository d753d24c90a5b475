import { isMarkedAsUntransferable } from 'node:worker_threads';
import type { DecodedFrame } from '../types.ts';

/**
 * Frames whose pixels may be handed to another thread. Most are handed over as they are; a slice of
 * Node's Buffer pool (a small byte-swapped picture) and a decoder's shared memory (12-bit JPEG)
 * cannot be, and are copied.
 */
export function handedOver(frames: readonly DecodedFrame[]): DecodedFrame[] {
  return frames.map((frame) => {
    const { buffer } = frame.pixels;
    const free = buffer instanceof ArrayBuffer && !isMarkedAsUntransferable(buffer);
    return free ? frame : { ...frame, pixels: ownCopy(frame.pixels) };
  });
}

/** Of a Node Buffer, `slice` would be another view. */
function ownCopy(pixels: DecodedFrame['pixels']): DecodedFrame['pixels'] {
  return Buffer.isBuffer(pixels) ? new Uint8Array(pixels) : pixels.slice();
}
