/** What the store asks for: line integrals of views `from` to `to` (exclusive), [view][u][v]. */
export type FetchViews = (from: number, to: number, signal: AbortSignal) => Promise<Float32Array>;

export interface ViewStoreSize {
  readonly views: number;
  /** Pixels of one view. */
  readonly pixels: number;
}

const chunkBytes = 4 * 1024 * 1024;
const keptBytes = 256 * 1024 * 1024;

/**
 * Views of a scan as they arrive, a few megabytes at a time, the wanted one first and then those
 * after it. A scan that does not fit into memory is kept around the place that is looked at.
 */
export class ViewStore {
  readonly #size: ViewStoreSize;
  readonly #fetch: FetchViews;
  readonly #tell: () => void;
  readonly #perChunk: number;
  readonly #mostChunks: number;
  /** In the order of use, the longest unused first. */
  readonly #chunks = new Map<number, Float32Array>();
  #wanted = 0;
  #abort: AbortController | null = null;
  #failure: unknown = null;

  /** `tell` is called whenever something arrives or fails. */
  constructor(size: ViewStoreSize, fetch: FetchViews, tell: () => void, memoryBytes = keptBytes) {
    this.#size = size;
    this.#fetch = fetch;
    this.#tell = tell;
    const viewBytes = 4 * size.pixels;
    this.#perChunk = Math.max(1, Math.floor(chunkBytes / viewBytes));
    this.#mostChunks = Math.max(2, Math.floor(memoryBytes / (this.#perChunk * viewBytes)));
  }

  /** Line integrals of a view, [u][v]; null while they have not arrived. */
  view(n: number): Float32Array | null {
    const chunk = this.#chunks.get(this.#chunkOf(n));
    if (!chunk) return null;
    const { pixels } = this.#size;
    const at = n - this.#chunkOf(n) * this.#perChunk;
    return chunk.subarray(at * pixels, (at + 1) * pixels);
  }

  /** Share of what will be kept that is here, 0 to 1. */
  get progress(): number {
    return this.#chunks.size / Math.min(this.#chunkCount, this.#mostChunks);
  }

  get failure(): unknown {
    return this.#failure;
  }

  /** Look at a view: it is loaded before all others. */
  want(n: number): void {
    this.#wanted = this.#chunkOf(n);
    const known = this.#chunks.get(this.#wanted);
    if (known) {
      this.#chunks.delete(this.#wanted);
      this.#chunks.set(this.#wanted, known);
    }
    if (!this.#abort && !this.#failure) void this.#load();
  }

  /** Ask again after a failure. */
  retry(): void {
    this.#failure = null;
    if (!this.#abort) void this.#load();
  }

  close(): void {
    this.#abort?.abort();
    this.#chunks.clear();
  }

  get #chunkCount(): number {
    return Math.ceil(this.#size.views / this.#perChunk);
  }

  #chunkOf(view: number): number {
    return Math.floor(view / this.#perChunk);
  }

  /** The wanted chunk, then those after it, around the end, as far as memory goes. */
  #next(): number | undefined {
    const count = this.#chunkCount;
    for (let ahead = 0; ahead < Math.min(count, this.#mostChunks); ahead++) {
      const chunk = (this.#wanted + ahead) % count;
      if (!this.#chunks.has(chunk)) return chunk;
    }
    return undefined;
  }

  async #load(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    try {
      for (let chunk = this.#next(); chunk !== undefined; chunk = this.#next()) {
        const from = chunk * this.#perChunk;
        const to = Math.min(from + this.#perChunk, this.#size.views);
        const values = await this.#fetch(from, to, abort.signal);
        if (abort.signal.aborted) return;
        this.#keep(chunk, values);
        this.#tell();
      }
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#failure = error;
      this.#tell();
    } finally {
      this.#abort = null;
    }
  }

  #keep(chunk: number, values: Float32Array): void {
    this.#chunks.set(chunk, values);
    for (const other of this.#chunks.keys()) {
      if (this.#chunks.size <= this.#mostChunks) return;
      if (other !== this.#wanted) this.#chunks.delete(other);
    }
  }
}
