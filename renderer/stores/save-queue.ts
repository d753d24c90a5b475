export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed';

/**
 * Writes the newest value of each place after a short pause, one at a time and in the order in which
 * places were first changed. What could not be written stays and is written again on `retry`.
 */
export class SaveQueue<P, V> {
  readonly #waiting = new Map<string, { place: P; value: V }>();
  readonly #send: (place: P, value: V) => Promise<void>;
  readonly #tell: (state: SaveState, error: unknown) => void;
  readonly #pauseMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending = false;

  constructor(
    send: (place: P, value: V) => Promise<void>,
    tell: (state: SaveState, error: unknown) => void,
    pauseMs = 600,
  ) {
    this.#send = send;
    this.#tell = tell;
    this.#pauseMs = pauseMs;
  }

  /** How many places are not written yet. */
  get count(): number {
    return this.#waiting.size;
  }

  put(key: string, place: P, value: V): void {
    this.#waiting.set(key, { place, value });
    if (!this.#sending) this.#tell('waiting', null);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.#pauseMs);
  }

  /** Write now what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#sending || this.#waiting.size === 0) return;
    this.#sending = true;
    this.#tell('saving', null);
    try {
      for (let next = this.#first(); next; next = this.#first()) {
        const { key, entry } = next;
        await this.#send(entry.place, entry.value);
        // A newer value may have come while this one travelled; it is written in its turn.
        if (this.#waiting.get(key) === entry) this.#waiting.delete(key);
      }
      this.#tell('saved', null);
    } catch (error) {
      this.#tell('failed', error);
    } finally {
      this.#sending = false;
    }
  }

  retry(): Promise<void> {
    return this.flush();
  }

  #first() {
    for (const [key, entry] of this.#waiting) return { key, entry };
    return null;
  }
}
