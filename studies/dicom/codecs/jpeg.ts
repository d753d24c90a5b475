import type { Codec, FrameShape } from './codec.ts';
import { decodeExtendedJpeg } from './jpeg-extended.ts';
import { decodeJpegLossless } from './jpeg-lossless.ts';
import { jpegHeader } from './stream-header.ts';
import { WasmCodec, type WasmDecoder } from './wasm-module.ts';

interface Module {
  HEAPU8: Uint8Array;
  JPEGDecoder: new () => WasmDecoder;
}

const turbo = new WasmCodec<Module>(
  '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
  (module) => new module.JPEGDecoder(),
);

/**
 * Lossy JPEG by what the stream is rather than by what the transfer syntax says: 8 bits by
 * libjpeg-turbo, 12 bits by GDCM, and lossless streams that carry a lossy syntax.
 */
export const decodeJpeg: Codec = async (stream, shape) => {
  const header = jpegHeader(stream);
  if (header === null) throw new Error('no JPEG frame header');
  if (header.startOfFrame === 0xc3) return decodeJpegLossless(stream, shape);
  if (header.bits > 8) return decodeExtendedJpeg(stream, shape);
  const prepared = colourIsRgb(stream, shape) ? markAsRgb(stream) : stream;
  const decoded = await turbo.decode(prepared);
  return { ...decoded, rgb: header.components === 3 };
};

/**
 * libjpeg takes three components for YCbCr unless a marker says otherwise. Where no marker
 * speaks, PhotometricInterpretation does.
 */
function colourIsRgb(stream: Uint8Array, { photometric, samplesPerPixel }: FrameShape): boolean {
  return samplesPerPixel === 3 && photometric === 'RGB' && !hasApplicationMarker(stream);
}

/** JFIF (APP0) or Adobe (APP14) among the segments before the frame header. */
function hasApplicationMarker(stream: Uint8Array): boolean {
  for (let at = 2; at + 3 < stream.length && stream[at] === 0xff;) {
    const marker = stream[at + 1] ?? 0;
    if (marker === 0xe0 || marker === 0xee) return true;
    if (marker < 0xe0 && marker !== 0xdb && marker !== 0xc4 && marker !== 0xdd) return false;
    at += 2 + (stream[at + 2] ?? 0) * 256 + (stream[at + 3] ?? 0);
  }
  return false;
}

/** Adobe APP14 segment with colour transform 0 (none). */
const adobeRgb = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];

function markAsRgb(stream: Uint8Array): Uint8Array {
  const marked = new Uint8Array(stream.length + adobeRgb.length);
  marked.set(stream.subarray(0, 2));
  marked.set(adobeRgb, 2);
  marked.set(stream.subarray(2), 2 + adobeRgb.length);
  return marked;
}
