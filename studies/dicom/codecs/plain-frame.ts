import { inflateRawSync } from 'node:zlib';
import type { Codec, CodedSamples, FrameShape } from './codec.ts';

/** Encapsulated Uncompressed Explicit VR Little Endian (PS3.5 A.4.11): a frame as it is. */
export const decodePlainFrame: Codec = (stream, shape) => plainFrame(stream, shape);

/** Deflated Image Frame Compression (PS3.5 A.4.12): each frame raw-deflated. */
export const decodeDeflatedFrame: Codec = (stream, shape) =>
  plainFrame(inflateRawSync(stream, { maxOutputLength: frameBytes(shape) + 2 }), shape);

/** Little-endian sample bytes, which must be aligned, as samples. */
export function samplesOf(
  { buffer, byteOffset, byteLength }: Uint8Array,
  bytesPerSample: number,
  signed: boolean,
): CodedSamples['samples'] {
  const count = byteLength / bytesPerSample;
  if (bytesPerSample === 1) return new Uint8Array(buffer, byteOffset, count);
  if (bytesPerSample === 4) return new Uint32Array(buffer, byteOffset, count);
  return signed
    ? new Int16Array(buffer, byteOffset, count)
    : new Uint16Array(buffer, byteOffset, count);
}

function plainFrame(bytes: Uint8Array, shape: FrameShape): CodedSamples {
  const { rows, columns, samplesPerPixel, bitsAllocated, signed } = shape;
  const length = frameBytes(shape);
  if (![8, 16, 32].includes(bitsAllocated) || bytes.length < length) {
    throw new Error('the frame has the wrong length');
  }
  const own = bytes.slice(0, length);
  return {
    rows,
    columns,
    components: samplesPerPixel,
    bits: bitsAllocated,
    signed,
    samples: samplesOf(own, bitsAllocated / 8, signed),
    planar: shape.planarConfiguration === 1,
    rgb: false,
  };
}

function frameBytes({ rows, columns, samplesPerPixel, bitsAllocated }: FrameShape): number {
  return (rows * columns * samplesPerPixel * bitsAllocated) / 8;
}
