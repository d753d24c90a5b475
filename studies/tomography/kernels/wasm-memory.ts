import { kernelsWasm } from './kernels.wasm.ts';

/** The part of the WebAssembly API used here; Node's types do not declare it. */
interface WebAssemblyApi {
  Memory: new (limits: { initial: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The C functions of kernels/*.c; pointers are byte addresses in the kernels' memory. */
export interface KernelFunctions {
  project(
    mu: number,
    scene: number,
    view: number,
    firstColumn: number,
    endColumn: number,
    out: number,
    line: number,
    rows: number,
  ): void;
  back_project(
    mu: number,
    scene: number,
    views: number,
    viewCount: number,
    projections: number,
    firstX: number,
    endX: number,
    fdkWeight: number,
    scale: number,
    line: number,
  ): void;
  ramp(
    view: number,
    columns: number,
    rows: number,
    size: number,
    twiddles: number,
    response: number,
    weights: number,
    sourceDetectorMm: number,
    firstU: number,
    firstV: number,
    pixelU: number,
    pixelV: number,
    data: number,
    spare: number,
  ): void;
  tv_iteration(
    nx: number,
    ny: number,
    nz: number,
    paddedNz: number,
    value: number,
    overWeight: number,
    step: number,
    g: number,
    px: number,
    py: number,
    pz: number,
    zeros: number,
  ): void;
}

const PAGE_BYTES = 65_536;
/** Where the linker leaves off: below lies the (unused) stack. */
const HEAP_BASE = 2 * PAGE_BYTES;
const ALIGN_BYTES = 16;

/** A place in the kernels' memory for so many 32-bit floats. */
export interface Place {
  readonly address: number;
  readonly length: number;
}

/** The kernels with a memory that each call lays out anew: places first, then `ready`, then values. */
export class WasmMemoryPlan {
  readonly functions: KernelFunctions;
  readonly #memory: WasmMemory;
  #end = HEAP_BASE;

  constructor() {
    const api = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
    const bytes = Uint8Array.from(atob(kernelsWasm), (character) => character.charCodeAt(0));
    this.#memory = new api.Memory({ initial: 4 });
    const imports = { env: { memory: this.#memory } };
    const { exports } = new api.Instance(new api.Module(bytes), imports);
    this.functions = exports as KernelFunctions;
  }

  /** Forgets all places. */
  begin(): void {
    this.#end = HEAP_BASE;
  }

  place(floats: number): Place {
    const address = this.#end;
    this.#end += Math.ceil((4 * floats) / ALIGN_BYTES) * ALIGN_BYTES;
    return { address, length: floats };
  }

  /** Makes the memory large enough for the places. @throws RangeError where there is not that much */
  ready(): void {
    // Kernels may read a vector beyond the last place.
    const missing = this.#end + PAGE_BYTES - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
  }

  floats({ address, length }: Place): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  bytes({ address, length }: Place): DataView {
    return new DataView(this.#memory.buffer, address, 4 * length);
  }
}
