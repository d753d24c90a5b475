import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelFolder, tinyNetwork } from '../../test/fixtures/tiny-model.ts';
import { readWeights } from './weights.ts';

test('gives the bytes whose hash the card names', async () => {
  const bytes = await tinyNetwork('average');
  const weights = await readWeights(await modelFolder(bytes));
  expect(Buffer.compare(Buffer.from(weights.bytes), bytes)).toBe(0);
  expect(weights.sha256).toBe(weights.card.weights[0]!.sha256);
});

test('one changed byte is refused, by the file’s base name', async () => {
  const folder = await modelFolder(await tinyNetwork('average'));
  const changed = await tinyNetwork('average');
  changed[40]! ^= 1;
  await writeFile(join(folder, 'weights', 'tiny.onnx'), changed);
  await expect(readWeights(folder)).rejects.toMatchObject({
    code: 'model/hash-mismatch',
    params: { file: 'tiny.onnx' },
  });
});

test('missing weights, a missing card and a broken card each have their sentence', async () => {
  const folder = await modelFolder(await tinyNetwork('average'));
  await rm(join(folder, 'weights', 'tiny.onnx'));
  await expect(readWeights(folder)).rejects.toMatchObject({ code: 'model/weights-missing' });
  await expect(readWeights(folder, 'half')).rejects.toMatchObject({
    code: 'model/card-unreadable',
  });
  await writeFile(join(folder, 'card.json'), '{"id": 1}');
  await expect(readWeights(folder)).rejects.toMatchObject({ code: 'model/card-unreadable' });
  await rm(join(folder, 'card.json'));
  await expect(readWeights(folder)).rejects.toMatchObject({ code: 'model/card-unreadable' });
});
