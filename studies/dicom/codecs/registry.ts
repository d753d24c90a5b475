import type { Compression } from '../read/transfer-syntax.ts';
import type { Codec } from './codec.ts';
import { decodeHtj2k } from './htj2k.ts';
import { decodeJpeg2000 } from './jpeg-2000.ts';
import { decodeJpegLossless } from './jpeg-lossless.ts';
import { decodeJpegLs } from './jpeg-ls.ts';
import { decodeJpeg } from './jpeg.ts';
import { decodeDeflatedFrame, decodePlainFrame } from './plain-frame.ts';
import { decodeRle } from './rle.ts';
import {
  jpeg2000Codestream,
  jpeg2000Header,
  jpegHeader,
  type StreamHeader,
} from './stream-header.ts';

const unwrapped =
  (codec: Codec): Codec =>
  (stream, shape) => {
    const codestream = jpeg2000Codestream(stream);
    if (codestream === null) throw new Error('no JPEG 2000 codestream');
    return codec(codestream, shape);
  };

/** The decoder of each compression; null where Sparrow has none. */
export const codecs: Record<Compression, Codec | null> = {
  none: null,
  unsupported: null,
  'plain-frame': decodePlainFrame,
  'deflated-frame': decodeDeflatedFrame,
  rle: decodeRle,
  jpeg: decodeJpeg,
  'jpeg-lossless': decodeJpegLossless,
  'jpeg-ls': decodeJpegLs,
  'jpeg-2000': unwrapped(decodeJpeg2000),
  htj2k: unwrapped(decodeHtj2k),
};

/** What a codestream is, for files whose transfer syntax says that they are not compressed. */
export function compressionOf(stream: Uint8Array): Compression {
  const startOfFrame = safely(() => jpegHeader(stream))?.startOfFrame;
  if (startOfFrame === undefined) {
    return jpeg2000Codestream(stream) === null ? 'unsupported' : 'jpeg-2000';
  }
  if (startOfFrame === 0xf7) return 'jpeg-ls';
  return startOfFrame === 0xc3 ? 'jpeg-lossless' : 'jpeg';
}

/** Size and depth that the stream claims; null where it is unreadable or says nothing. */
export function streamHeader(compression: Compression, stream: Uint8Array): StreamHeader | null {
  if (compression === 'jpeg-2000' || compression === 'htj2k') {
    const codestream = jpeg2000Codestream(stream);
    return codestream === null ? null : safely(() => jpeg2000Header(codestream));
  }
  return isJpeg.has(compression) ? safely(() => jpegHeader(stream)) : null;
}

const isJpeg = new Set<Compression>(['jpeg', 'jpeg-lossless', 'jpeg-ls']);

/** Null where a segment length leads out of the stream; the decoder will say so. */
function safely(read: () => StreamHeader | null): StreamHeader | null {
  try {
    return read();
  } catch {
    return null;
  }
}
