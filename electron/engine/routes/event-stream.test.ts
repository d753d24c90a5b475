import { expect, test } from 'vitest';
import { createEvents } from '../services/events.ts';
import { eventStream } from './event-stream.ts';

const change = { type: 'library', change: 'studies' } as const;

/** Reads blocks off a stream as they come. */
function reader(response: Response) {
  const read = response.body!.getReader();
  return {
    async next(): Promise<string> {
      const { value, done } = await read.read();
      return done ? 'closed' : new TextDecoder().decode(value);
    },
    cancel: () => read.cancel(),
  };
}

test('a first visit learns its place and then each event with its number', async () => {
  const events = createEvents(10, 100);
  const stream = reader(eventStream(events, null));
  expect(await stream.next()).toBe('retry: 1000\nid: 100\n\n');
  events.publish(change);
  expect(await stream.next()).toBe(`id: 101\ndata: ${JSON.stringify(change)}\n\n`);
});

test('a returning client gets what it missed, in order and once', async () => {
  const events = createEvents(10, 100);
  for (let n = 0; n < 4; n++) events.publish(change);
  const stream = reader(eventStream(events, '102'));
  const text = await stream.next();
  expect([...text.matchAll(/id: (\d+)\ndata/g)].map(([, id]) => id)).toEqual(['103', '104']);
  events.publish(change);
  expect(await stream.next()).toContain('id: 105');
});

test.each([
  ['too old', '90'],
  ['of another run', '999999'],
  ['no number', 'abc'],
])('a place that is %s means: read everything anew', async (_what, last) => {
  const events = createEvents(3, 100);
  for (let n = 0; n < 9; n++) events.publish(change);
  const text = await reader(eventStream(events, last)).next();
  expect(text).toContain('data: {"type":"reload"}');
  expect(text).toContain('id: 109\n');
});

test('the oldest place that the ring still covers is replayed whole', async () => {
  const events = createEvents(3, 100);
  for (let n = 0; n < 5; n++) events.publish(change);
  expect(events.since(102)?.map(({ id }) => id)).toEqual([103, 104, 105]);
  expect(events.since(101)).toBeNull();
  expect(events.since(105)).toEqual([]);
});

test('many clients hear the same; one that left costs nothing', async () => {
  const events = createEvents(10, 0);
  const streams = Array.from({ length: 50 }, () => reader(eventStream(events, null)));
  for (const stream of streams) await stream.next();
  await streams[0]!.cancel();
  events.publish(change);
  for (const stream of streams.slice(1)) expect(await stream.next()).toContain('id: 1\n');
});

test('a client that does not read is let go and can come back for the rest', async () => {
  const events = createEvents(1000, 0);
  const stream = reader(eventStream(events, null));
  for (let n = 0; n < 600; n++) events.publish(change);
  let last = '';
  for (let text = await stream.next(); text !== 'closed'; text = await stream.next()) last = text;
  const id = /id: (\d+)/.exec(last)?.[1] ?? '';
  const rest = await reader(eventStream(events, id)).next();
  expect([...rest.matchAll(/data:/g)]).toHaveLength(600 - Number(id));
});

test('an idle stream beats, so that a dead line is noticed', async () => {
  const stream = reader(eventStream(createEvents(), null, { heartbeatMs: 5 }));
  await stream.next();
  expect(await stream.next()).toBe(': still here\n\n');
  await stream.cancel();
});
