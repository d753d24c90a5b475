import { SparrowError } from '../../messages/sparrow-error.ts';
import type { ImageHeader } from '../types.ts';
import type { PixelSource } from './pixel-source.ts';

/** Decoded bytes of one frame that Sparrow takes: 16k x 16k of 16 bits. */
export const maxFrameBytes = 1 << 29;

/** Samples that a native frame stores; YBR_FULL_422 shares its colour between two pixels. */
export function storedSamples(image: ImageHeader): number {
  const pixels = image.rows * image.columns;
  return image.photometric === 'YBR_FULL_422' ? pixels * 2 : pixels * image.samplesPerPixel;
}

/**
 * Holds what the header claims against what the file has, before anything is allocated for it.
 * Throws dicom/too-large and dicom/truncated.
 */
export function checkSize(image: ImageHeader, pixels: PixelSource, fileName: string): void {
  const samples = image.rows * image.columns * image.samplesPerPixel;
  if ((samples * image.bitsAllocated) / 8 > maxFrameBytes) {
    throw new SparrowError('dicom/too-large', { file: fileName });
  }
  const truncated =
    pixels.kind === 'native'
      ? pixels.bytes.length * 8 < storedSamples(image) * image.frames.length * bitsOf(image, pixels)
      : pixels.fragments.length < image.frames.length;
  if (truncated) throw new SparrowError('dicom/truncated', { file: fileName });
}

function bitsOf(image: ImageHeader, pixels: PixelSource): number {
  const floatBits = pixels.kind === 'native' ? pixels.floatBits : 0;
  return floatBits === 0 ? image.bitsAllocated : floatBits;
}
