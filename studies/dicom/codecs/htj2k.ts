import type { Codec } from './codec.ts';
import { WasmCodec, type WasmDecoder } from './wasm-module.ts';

interface Module {
  HEAPU8: Uint8Array;
  HTJ2KDecoder: new () => WasmDecoder;
}

const openJph = new WasmCodec<Module>(
  '@cornerstonejs/codec-openjph/wasmjs',
  (module) => new module.HTJ2KDecoder(),
);

/** High-throughput JPEG 2000 (ISO 15444-15), by OpenJPH; colour transforms as in JPEG 2000. */
export const decodeHtj2k: Codec = async (stream, { photometric }) => {
  const decoded = await openJph.decode(stream);
  return { ...decoded, rgb: photometric === 'YBR_RCT' || photometric === 'YBR_ICT' };
};
