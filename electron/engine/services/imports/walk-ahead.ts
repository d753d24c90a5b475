/**
 * A walk that runs on while what it found is worked on, and that may be gone through again. A
 * failure of the walk meets whoever goes through it.
 */
export class WalkAhead<Item> {
  readonly #items: Item[] = [];
  readonly #walking: Promise<void>;
  #wake: (() => void) | null = null;
  complete = false;

  constructor(walk: AsyncIterable<Item>) {
    this.#walking = this.#collect(walk);
    this.#walking.catch(() => undefined);
  }

  get found(): number {
    return this.#items.length;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for (let next = 0; ; next++) {
      while (next >= this.#items.length && !this.complete) await this.#more();
      if (next >= this.#items.length) break;
      yield this.#items[next] as Item;
    }
    await this.#walking;
  }

  async #collect(walk: AsyncIterable<Item>): Promise<void> {
    try {
      for await (const item of walk) {
        this.#items.push(item);
        this.#wake?.();
      }
    } finally {
      this.complete = true;
      this.#wake?.();
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}
