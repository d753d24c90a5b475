import { expect, test } from 'vitest';
import { checkpointFromBytes, checkpointToBytes } from './checkpoint-bytes.ts';

const owner = { weightsSha256: 'a'.repeat(64), inputSha256: 'b'.repeat(64) };
const checkpoint = {
  sample: 3,
  stepsDone: 2,
  x: Float32Array.of(0.1, -2, 3e9),
  sum: Float32Array.of(1, 2, 3),
  sumSquares: null,
};

test('a checkpoint comes back as it was', async () => {
  const bytes = new Uint8Array(await checkpointToBytes(checkpoint, owner));
  expect(checkpointFromBytes(bytes, owner)).toEqual(checkpoint);
});

test('one larger than a slice comes back too', async () => {
  const x = Float32Array.from({ length: 3_000_000 }, (_, n) => n);
  const large = { ...checkpoint, x, sum: null };
  const bytes = new Uint8Array(await checkpointToBytes(large, owner));
  expect(checkpointFromBytes(bytes, owner)?.x).toEqual(x);
});

test('under other weights, for another input, cut short or spoilt it is none', async () => {
  const bytes = new Uint8Array(await checkpointToBytes(checkpoint, owner));
  expect(checkpointFromBytes(bytes, { ...owner, weightsSha256: 'c' })).toBeNull();
  expect(checkpointFromBytes(bytes, { ...owner, inputSha256: 'c' })).toBeNull();
  expect(checkpointFromBytes(bytes.slice(0, -1), owner)).toBeNull();
  expect(checkpointFromBytes(bytes.slice(0, 100), owner)).toBeNull();
  expect(checkpointFromBytes(new Uint8Array(600), owner)).toBeNull();
  expect(checkpointFromBytes(new Uint8Array(0), owner)).toBeNull();
});
