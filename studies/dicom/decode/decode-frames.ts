import { SparrowError } from '../../messages/sparrow-error.ts';
import type { Instance } from '../read/instance.ts';
import type { DecodedFrame } from '../types.ts';
import { decodeFrame } from './decode-frame.ts';

/** Decoded bytes that one call may ask for: 4096 frames of 512 x 512 in 16 bits. */
export const maxDecodedBytes = 2 ** 31;

/**
 * Several frames of one file, in the order asked for; none for an object without an image.
 * Throws what `decodeFrame` throws, and dicom/too-large before anything is allocated.
 */
export async function decodeFrames(
  instance: Instance,
  wanted: readonly number[] | 'all',
): Promise<DecodedFrame[]> {
  const { image } = instance.header;
  if (image === null) return [];
  const frames = wanted === 'all' ? image.frames.map(({ frame }) => frame) : wanted;
  const bytesPerPixel = image.photometric.startsWith('MONOCHROME') ? image.bitsAllocated / 8 : 3;
  if (image.rows * image.columns * bytesPerPixel * frames.length > maxDecodedBytes) {
    throw new SparrowError('dicom/too-large', { file: instance.fileName });
  }
  const decoded: DecodedFrame[] = [];
  for (const frame of frames) decoded.push(await decodeFrame(instance, frame));
  return decoded;
}
