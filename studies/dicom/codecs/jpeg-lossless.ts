import { Decoder } from '@cornerstonejs/jpeg-lossless-decoder-js';
import type { Codec } from './codec.ts';

/** JPEG Lossless, Huffman, any predictor (ISO 10918-1 process 14). */
export const decodeJpegLossless: Codec = (stream, { rows, columns, signed }) => {
  const decoder = new Decoder();
  const out: ArrayBuffer | Uint8Array | Uint16Array = decoder.decode(
    stream.buffer as ArrayBuffer,
    stream.byteOffset,
    stream.byteLength,
  );
  const components = decoder.frame.numComp;
  const bits = decoder.frame.precision;
  const buffer = (out instanceof ArrayBuffer ? out : out.buffer) as ArrayBuffer;
  const count = rows * columns * components;
  return {
    rows,
    columns,
    components,
    bits,
    signed,
    samples: bits > 8 ? new Uint16Array(buffer, 0, count) : new Uint8Array(buffer, 0, count),
    planar: false,
    rgb: false,
  };
};
