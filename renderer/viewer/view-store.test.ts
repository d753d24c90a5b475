import { describe, expect, it, vi } from 'vitest';
import { ViewStore } from './view-store.ts';

const pixels = 1024 * 256;
/** A view is one megabyte, a chunk four views. */
const size = { views: 20, pixels };

/** Every view holds its own number. */
const scan = (from: number, to: number) => {
  const values = new Float32Array((to - from) * pixels);
  for (let view = from; view < to; view++) {
    values.fill(view, (view - from) * pixels, (view - from + 1) * pixels);
  }
  return values;
};

function storeOf(memoryBytes?: number) {
  const asked: number[] = [];
  const fetch = (from: number, to: number) => {
    asked.push(from);
    return Promise.resolve(scan(from, to));
  };
  return { store: new ViewStore(size, fetch, () => undefined, memoryBytes), asked };
}

describe('views of a scan', () => {
  it('arrive from the wanted one on, around the end, each chunk once', async () => {
    const { store, asked } = storeOf();
    store.want(13);
    await vi.waitFor(() => expect(store.progress).toBe(1));
    expect(asked).toEqual([12, 16, 0, 4, 8]);
    for (const view of [0, 7, 13, 19]) expect(store.view(view)?.[pixels - 1]).toBe(view);
  });

  it('are kept around the wanted one when there is no room for all', async () => {
    const { store, asked } = storeOf(2 * 4 * 4 * pixels);
    store.want(0);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    store.want(17);
    await vi.waitFor(() => expect(store.view(17)?.[0]).toBe(17));
    await vi.waitFor(() => expect(asked).toEqual([0, 4, 16, 0]));
    expect(store.view(5)).toBeNull();
  });

  it('stop at a failure, keep what is here, and go on when asked again', async () => {
    const tell = vi.fn();
    let broken = true;
    const store = new ViewStore(
      size,
      (from, to) => {
        if (from === 4 && broken) return Promise.reject(new Error('gone'));
        return Promise.resolve(scan(from, to));
      },
      tell,
    );
    store.want(0);
    await vi.waitFor(() => expect(store.failure).toBeInstanceOf(Error));
    expect(store.view(0)).not.toBeNull();
    expect(store.view(4)).toBeNull();
    broken = false;
    store.retry();
    await vi.waitFor(() => expect(store.progress).toBe(1));
    expect(store.failure).toBeNull();
    expect(tell).toHaveBeenCalledTimes(6);
  });

  it('say nothing more once closed', async () => {
    const tell = vi.fn();
    let signal: AbortSignal | undefined;
    const store = new ViewStore(
      size,
      (from, to, given) => {
        signal = given;
        return Promise.resolve(scan(from, to));
      },
      tell,
    );
    store.want(0);
    store.close();
    await new Promise((resolve) => setTimeout(resolve));
    expect(signal?.aborted).toBe(true);
    expect(tell).not.toHaveBeenCalled();
  });
});
