import type { Codec } from './codec.ts';
import { WasmCodec, type WasmDecoder } from './wasm-module.ts';

interface Module {
  HEAPU8: Uint8Array;
  JpegLSDecoder: new () => WasmDecoder;
}

const charls = new WasmCodec<Module>(
  '@cornerstonejs/codec-charls/decodewasmjs',
  (module) => new module.JpegLSDecoder(),
);

/** JPEG-LS lossless and near-lossless (ISO 14495-1), by CharLS. */
export const decodeJpegLs: Codec = (stream) => charls.decode(stream);
