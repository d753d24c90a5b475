import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { denseModelFolder } from '../testing/dense-model.ts';
import { writeRingCase } from '../testing/ring-case.ts';
import { evaluateDense, type DenseEvaluation } from './evaluate.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const casesDir = temporaryFolder();
const outDir = join(temporaryFolder(), 'rows');
let modelDir: string;
let noted: string[];

function evaluate(more: { shard?: readonly [number, number]; signal?: AbortSignal } = {}) {
  noted = [];
  return evaluateDense(
    { modelDir, casesDir, outDir, threads: 1, limit: 1, shard: more.shard ?? [0, 1] },
    {
      signal: more.signal ?? new AbortController().signal,
      note: (line) => noted.push(line),
      real: () => Promise.resolve(null),
    },
  );
}

let found: DenseEvaluation;
beforeAll(async () => {
  modelDir = await denseModelFolder();
  for (const set of ['test', 'heldout']) await writeRingCase(casesDir, set, 7);
  // The second of two processes has the second case; the first goes on with it from its file.
  expect((await evaluate({ shard: [1, 2] })).cases).toEqual({ test: 0, shifted: 0, heldout: 1 });
  found = await evaluate();
});

const rows = (claim: string) => found.table.filter((row) => row.claim.startsWith(claim));

test('every gate has its row, and what was not measured says so', () => {
  expect(found.cases).toEqual({ test: 1, shifted: 0, heldout: 1 });
  for (const gate of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'i'])
    expect(rows(`G-${gate}`), gate).not.toHaveLength(0);
  expect(rows('G-h')).toEqual([]);
  const shifted = rows('G-g').find(({ measure }) => measure.startsWith('shifts'));
  expect(shifted).toMatchObject({ verdict: 'not measured', n: 0 });
  expect(rows('G-i')[0]!.measure).toContain('threads: 1');
});

test('volumes and shapes of a case that the tiny graphs draw right', () => {
  const [volume] = rows('G-e volume, between');
  expect(volume!.n).toBe(1);
  expect(Number(/mean ([\d.]+) %/.exec(volume!.value)![1])).toBeLessThan(5);
  const [cavity] = rows('G-f shape, between');
  expect(cavity).toMatchObject({ verdict: 'met', n: 2 });
  expect(cavity!.value).toContain('one body 100 %');
});

test('one case decides nothing: no p, and the gain of the linear mix on itself is none', () => {
  const [pictures] = rows('G-c unseen slices, between');
  expect(pictures).toMatchObject({ verdict: 'missed', n: 1 });
  expect(pictures!.value).toContain('p 1.0e+0');
  expect(Math.abs(parseFloat(pictures!.value))).toBeLessThan(1);
});

test('ablations name every way of mixing, both codes and the steps', () => {
  expect(rows('ablations').map(({ measure }) => measure.split(',')[0])).toEqual([
    'x_T slerp',
    'x_T nearest',
    'x_T shared',
    'x_T zero',
    'z off',
    'm off',
    'K 10',
    'K 50',
  ]);
});

test('rows are kept by weights, and a second run computes nothing', async () => {
  const files = await readdir(outDir);
  expect(files.sort()).toEqual(['rows-0-of-1.jsonl', 'rows-1-of-2.jsonl']);
  const before = await Promise.all(files.map((name) => readFile(join(outDir, name), 'utf8')));
  expect(before.join('')).toContain(found.weightsSha256.slice(0, 16));
  const again = await evaluate();
  expect(again).toEqual(found);
  expect(await Promise.all(files.map((name) => readFile(join(outDir, name), 'utf8')))).toEqual(
    before,
  );
});

test('without cases it says so', async () => {
  const empty = { modelDir, casesDir: temporaryFolder(), outDir, threads: 1, limit: 1 } as const;
  const tools = {
    signal: new AbortController().signal,
    note: () => undefined,
    real: () => Promise.resolve(null),
  };
  await expect(evaluateDense({ ...empty, shard: [0, 1] }, tools)).rejects.toMatchObject({
    code: 'evaluate/no-cases',
  });
});
