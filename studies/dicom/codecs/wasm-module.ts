import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { CodedSamples } from './codec.ts';

/** The decoder object that every @cornerstonejs wasm codec exports. */
export interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): WasmFrameInfo;
  /** CharLS only: 0 means that components follow each other as planes. */
  getInterleaveMode?(): number;
  delete(): void;
}

interface WasmFrameInfo {
  width: number;
  height: number;
  bitsPerSample: number;
  componentCount: number;
  isSigned?: boolean;
}

interface WasmModule {
  HEAPU8: Uint8Array;
}

type WasmFactory<M> = (options: {
  instantiateWasm: (
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance) => void,
  ) => object;
  print: () => void;
  printErr: () => void;
}) => Promise<M>;

/** Past this a module is thrown away after use: wasm memory grows and never shrinks. */
const keepBelowBytes = 1 << 28;

const require = createRequire(import.meta.url);

/**
 * One lazily started wasm codec. A decode that throws may leave the module's memory broken, so the
 * module is dropped and the next decode starts a fresh one from the compiled code.
 */
export class WasmCodec<M extends WasmModule> {
  readonly #entry: string;
  readonly #create: (module: M) => WasmDecoder;
  #compiled: Promise<WebAssembly.Module> | null = null;
  #module: Promise<M> | null = null;

  /** @param entry package entry of the JS loader, with its wasm file beside it */
  constructor(entry: string, create: (module: M) => WasmDecoder) {
    this.#entry = entry;
    this.#create = create;
  }

  /** Decodes a stream and copies the samples out at once: views into wasm memory go stale. */
  async decode(stream: Uint8Array): Promise<CodedSamples> {
    const module = await (this.#module ??= this.#start());
    try {
      const decoder = this.#create(module);
      decoder.getEncodedBuffer(stream.length).set(stream);
      decoder.decode();
      const result = copyOut(decoder);
      decoder.delete();
      if (module.HEAPU8.length > keepBelowBytes) this.#module = null;
      return result;
    } catch (error) {
      this.#module = null;
      // Emscripten throws bare pointers for C++ exceptions.
      throw error instanceof Error ? error : new Error('the codestream is damaged');
    }
  }

  async #start(): Promise<M> {
    const path = require.resolve(this.#entry);
    // The wasm file lies beside its loader, under the same name.
    this.#compiled ??= readFile(path.replace(/\.js$/, '.wasm')).then((bytes) =>
      WebAssembly.compile(bytes),
    );
    const compiled = await this.#compiled;
    const loaded = (await import(pathToFileURL(path).href)) as { default: WasmFactory<M> };
    return loaded.default({
      instantiateWasm: (imports, receive) => {
        void WebAssembly.instantiate(compiled, imports).then(receive);
        return {};
      },
      print: () => undefined,
      printErr: () => undefined,
    });
  }
}

function copyOut(decoder: WasmDecoder): CodedSamples {
  const info = decoder.getFrameInfo();
  const decoded = decoder.getDecodedBuffer();
  const bytesPerSample = info.bitsPerSample > 16 ? 4 : info.bitsPerSample > 8 ? 2 : 1;
  const length = info.width * info.height * info.componentCount * bytesPerSample;
  if (length === 0 || decoded.length < length) throw new Error('the decoder gave no pixels');
  // slice() makes an own, aligned buffer.
  const { buffer } = decoded.slice(0, length);
  const signed = info.isSigned ?? false;
  return {
    rows: info.height,
    columns: info.width,
    components: info.componentCount,
    bits: info.bitsPerSample,
    signed,
    samples: view(buffer, bytesPerSample, signed),
    planar: info.componentCount > 1 && decoder.getInterleaveMode?.() === 0,
    rgb: false,
  };
}

function view(buffer: ArrayBufferLike, bytesPerSample: number, signed: boolean) {
  if (bytesPerSample === 4) return new Uint32Array(buffer);
  if (bytesPerSample === 1) return new Uint8Array(buffer);
  return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
}
