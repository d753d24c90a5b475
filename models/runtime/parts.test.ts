import { expect, test, vi } from 'vitest';
import { inParts, partBytes, PartJoiner, wholeMessages } from './parts.ts';
import type { Part, WorkerReply, WorkerRequest } from './protocol.ts';

const large = Float32Array.from({ length: partBytes / 2 }, (_, i) => Math.sin(i));
const hu = Int16Array.from({ length: partBytes / 2 + 3 }, (_, i) => i % 3000);

const checkpoint: WorkerReply = {
  type: 'checkpoint',
  checkpoint: { sample: 1, stepsDone: 2, x: large, sum: null, sumSquares: large.subarray(0, 9) },
};

test('no piece is larger than a part, and small messages go as they are', () => {
  const pieces = [...inParts(checkpoint)] as (WorkerReply | Part)[];
  expect(pieces.map((piece) => piece.type)).toEqual(['part', 'part', 'checkpoint']);
  for (const piece of pieces)
    if (piece.type === 'part') expect(piece.bytes.length).toBeLessThanOrEqual(partBytes);
  const cancelled: WorkerReply = { type: 'cancelled' };
  expect([...inParts(cancelled)]).toEqual([cancelled]);
});

test('what was taken apart is put together, message after message', () => {
  const joiner = new PartJoiner();
  const done = { type: 'done', hu, spreadHu: large } as unknown as WorkerReply;
  for (const message of [checkpoint, { type: 'cancelled' } as const, done, checkpoint]) {
    const pieces = [...inParts<WorkerReply>(message)].map((piece) => structuredClone(piece));
    const joined = pieces.map((piece) => joiner.accept<WorkerReply>(piece));
    expect(joined.slice(0, -1).every((nothing) => nothing === null)).toBe(true);
    expect(joined.at(-1)).toEqual(message);
  }
});

test('a message in between takes nothing of what is sent ahead of another', () => {
  const joiner = new PartJoiner();
  const pieces = [...inParts<WorkerReply>(checkpoint)];
  const joined = [pieces[0]!, { type: 'cancelled' } as const, pieces[1]!, pieces[2]!].map((piece) =>
    joiner.accept<WorkerReply>(piece),
  );
  expect(joined).toEqual([null, { type: 'cancelled' }, null, checkpoint]);
});

test('a wrapped worker sends and receives whole messages over a channel of parts', async () => {
  const sent: WorkerRequest[] = [];
  let reply: (message: WorkerReply) => void = () => undefined;
  const worker = wholeMessages(() => ({
    post: (message) => void sent.push(message),
    onMessage: (listener) => void (reply = listener),
    onExit: () => undefined,
    kill: () => undefined,
  }))('inference');
  const received: WorkerReply[] = [];
  worker.onMessage((message) => void received.push(message));
  worker.post({ type: 'cancel' });
  const request = { type: 'enhance', input: { dims: [1, 2, 3], hu }, resume: null };
  worker.post(request as unknown as WorkerRequest);
  await vi.waitFor(() => expect(sent.length).toBe(4));
  expect(sent.map((message) => message.type)).toEqual(['cancel', 'part', 'part', 'enhance']);
  expect(sent.at(-1)).toMatchObject({ inParts: true, input: { dims: [1, 2, 3] }, resume: null });
  for (const piece of inParts(checkpoint)) reply(piece);
  expect(received).toEqual([checkpoint]);
});
