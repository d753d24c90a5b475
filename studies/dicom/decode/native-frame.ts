import type { CodedSamples } from '../codecs/codec.ts';
import { storedSamples } from '../read/frame-size.ts';
import type { NativePixels } from '../read/pixel-source.ts';
import type { ImageHeader } from '../types.ts';

export type Samples = CodedSamples['samples'] | Float32Array;

/**
 * Samples of one uncompressed frame as stored, in machine byte order. A view into the file where
 * bytes lie right already, else a copy. Null for a width that is no image (12, 24 bits).
 */
export function nativeSamples(
  image: ImageHeader,
  pixels: NativePixels,
  frame: number,
): Samples | null {
  const count = storedSamples(image);
  if (pixels.floatBits !== 0) return floatSamples(pixels, frame, count);
  if (image.bitsAllocated === 1) return bitSamples(pixels.bytes, frame, count);
  if (![8, 16, 32].includes(image.bitsAllocated)) return null;
  const size = image.bitsAllocated / 8;
  const bytes = pixels.bytes.subarray(frame * count * size, (frame + 1) * count * size);
  if (size === 1 && pixels.bigEndian && pixels.words) {
    return unpaired(pixels.bytes, frame * count, count);
  }
  if (size === 1) return bytes;
  const placed = pixels.bigEndian ? swapped(bytes, size) : aligned(bytes, size);
  if (size === 4) return new Uint32Array(placed.buffer, placed.byteOffset, count);
  return image.signed
    ? new Int16Array(placed.buffer, placed.byteOffset, count)
    : new Uint16Array(placed.buffer, placed.byteOffset, count);
}

function floatSamples(pixels: NativePixels, frame: number, count: number): Float32Array {
  const size = pixels.floatBits / 8;
  const bytes = pixels.bytes.subarray(frame * count * size, (frame + 1) * count * size);
  const placed = pixels.bigEndian ? swapped(bytes, size) : aligned(bytes, size);
  if (size === 4) return new Float32Array(placed.buffer, placed.byteOffset, count);
  return Float32Array.from(new Float64Array(placed.buffer, placed.byteOffset, count));
}

/** Bits are packed from the least significant on, and frames follow without a gap (PS3.5 8.1.1). */
function bitSamples(bytes: Uint8Array, frame: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let n = 0, bit = frame * count; n < count; n += 1, bit += 1) {
    out[n] = ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  }
  return out;
}

/** Bytes that a big-endian writer stored as 16-bit words: each pair the other way round. */
function unpaired(bytes: Uint8Array, from: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, n) => bytes[(from + n) ^ 1] ?? 0);
}

function aligned(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.byteOffset % size === 0 ? bytes : bytes.slice();
}

function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const copy = Buffer.from(bytes);
  if (size === 2) copy.swap16();
  else if (size === 4) copy.swap32();
  else copy.swap64();
  return copy.byteOffset % size === 0 ? copy : new Uint8Array(copy);
}
