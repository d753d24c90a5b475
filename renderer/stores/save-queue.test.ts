import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SaveQueue, type SaveState } from './save-queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function queueThat(send: (place: string, value: number) => Promise<void>) {
  const states: SaveState[] = [];
  const queue = new SaveQueue<string, number>(send, (state) => states.push(state), 500);
  return { queue, states };
}

it('writes the newest value of each place once, in the order of first change', async () => {
  const sent: [string, number][] = [];
  const { queue, states } = queueThat(async (place, value) => void sent.push([place, value]));
  queue.put('a', 'a', 1);
  queue.put('b', 'b', 1);
  queue.put('a', 'a', 2);
  expect(queue.count).toBe(2);
  await vi.advanceTimersByTimeAsync(500);
  expect(sent).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  expect(queue.count).toBe(0);
  expect(states.at(-1)).toBe('saved');
});

it('writes what changed while it was on its way', async () => {
  const sent: number[] = [];
  const gates: (() => void)[] = [];
  const { queue } = queueThat((_place, value) => {
    sent.push(value);
    return new Promise((resolve) => gates.push(resolve));
  });
  queue.put('a', 'a', 1);
  await vi.advanceTimersByTimeAsync(500);
  queue.put('a', 'a', 2);
  gates[0]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual([1, 2]);
  gates[1]!();
  await vi.advanceTimersByTimeAsync(600);
  expect(sent).toEqual([1, 2]);
  expect(queue.count).toBe(0);
});

it('keeps what failed and writes it on retry', async () => {
  let failing = true;
  const { queue, states } = queueThat(async () => {
    if (failing) throw new Error('full');
  });
  queue.put('a', 'a', 1);
  await vi.advanceTimersByTimeAsync(500);
  expect(states.at(-1)).toBe('failed');
  expect(queue.count).toBe(1);
  failing = false;
  await queue.retry();
  expect(states.at(-1)).toBe('saved');
  expect(queue.count).toBe(0);
});
