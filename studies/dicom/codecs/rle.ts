import type { Codec } from './codec.ts';
import { samplesOf } from './plain-frame.ts';

/**
 * DICOM RLE (PS3.5 annex G): up to 15 PackBits segments, one for each byte of a sample, most
 * significant byte first, component by component.
 */
export const decodeRle: Codec = (stream, shape) => {
  const { rows, columns, samplesPerPixel, bitsAllocated } = shape;
  const bytesPerSample = bitsAllocated / 8;
  const pixels = rows * columns;
  const header = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (stream.length < 64) throw new Error('the RLE header is missing');
  const segments = header.getUint32(0, true);
  if (segments !== samplesPerPixel * bytesPerSample) {
    throw new Error(
      `RLE holds ${segments} segments instead of ${samplesPerPixel * bytesPerSample}`,
    );
  }
  // PackBits makes at most 128 bytes of 2: a stream too short for its frame is not worth a buffer.
  if (stream.length * 64 < pixels * segments) throw new Error('the RLE stream is too short');
  const stride = samplesPerPixel * bytesPerSample;
  const out = new Uint8Array(pixels * stride);
  for (let segment = 0; segment < segments; segment += 1) {
    const from = header.getUint32(4 + 4 * segment, true);
    const to = segment + 1 < segments ? header.getUint32(8 + 4 * segment, true) : stream.length;
    if (from < 64 || to < from || to > stream.length) throw new Error('an RLE offset is wrong');
    const component = Math.floor(segment / bytesPerSample);
    const significance = bytesPerSample - 1 - (segment % bytesPerSample);
    const at = component * bytesPerSample + significance;
    unpack(stream.subarray(from, to), out, at, stride, pixels);
  }
  return {
    rows,
    columns,
    components: samplesPerPixel,
    bits: bitsAllocated,
    signed: shape.signed,
    samples: samplesOf(out, bytesPerSample, shape.signed),
    planar: false,
    rgb: false,
  };
};

/** PackBits of one segment, each byte `stride` apart in `out` from `first` on. */
function unpack(
  segment: Uint8Array,
  out: Uint8Array,
  first: number,
  stride: number,
  count: number,
): void {
  let at = first;
  const end = first + stride * count;
  for (let i = 0; i + 1 < segment.length && at < end;) {
    const control = segment[i++] ?? 0;
    if (control < 128) {
      const stop = Math.min(i + control + 1, segment.length);
      for (; i < stop && at < end; i += 1, at += stride) out[at] = segment[i] ?? 0;
    } else if (control > 128) {
      const value = segment[i++] ?? 0;
      for (let n = 257 - control; n > 0 && at < end; n -= 1, at += stride) out[at] = value;
    }
  }
  if (at < end) throw new Error('an RLE segment ends early');
}
