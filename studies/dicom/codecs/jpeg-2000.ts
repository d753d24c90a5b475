import type { Codec } from './codec.ts';
import { WasmCodec, type WasmDecoder } from './wasm-module.ts';

interface Module {
  HEAPU8: Uint8Array;
  J2KDecoder: new () => WasmDecoder;
}

const openJpeg = new WasmCodec<Module>(
  '@cornerstonejs/codec-openjpeg/decodewasmjs',
  (module) => new module.J2KDecoder(),
);

/**
 * JPEG 2000 (ISO 15444-1), by OpenJPEG. The stream's own multi-component transform is undone, so
 * YBR_RCT and YBR_ICT come out as RGB.
 */
export const decodeJpeg2000: Codec = async (stream, { photometric }) => {
  const decoded = await openJpeg.decode(stream);
  return { ...decoded, rgb: photometric === 'YBR_RCT' || photometric === 'YBR_ICT' };
};
