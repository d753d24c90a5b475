import { beforeAll, expect, test } from 'vitest';
import type { HeartInput, HeartRequest } from '../../../models/whole-heart/messages.ts';
import { usualGeometry } from '../../../models/whole-heart/usual-geometry.ts';
import { heartCorrectionsSchema } from '../../../studies/library/heart-records.ts';
import { startWorker } from '../../../test/fixtures/start-worker.ts';
import { heartModelFolder } from '../../../test/fixtures/whole-heart/heart-model.ts';
import { paintedHeart } from '../../../test/fixtures/whole-heart/painted-heart.ts';
import { converseHeart } from './conversation.ts';

let modelDir: string;
beforeAll(async () => {
  modelDir = await heartModelFolder();
});

const forever = new AbortController().signal;
const quiet = () => undefined;

const request = (): HeartRequest => ({
  type: 'heart',
  modelDir,
  provider: 'cpu',
  threads: 1,
  volumes: paintedHeart({ phases: 6, slices: 4, stepMm: 22, longAxis: ['4ch'] }).volumes,
  corrections: heartCorrectionsSchema.parse({}),
});

test('a study goes to the process and its masks and numbers come back, whole', async () => {
  const { outcome } = await converseHeart(startWorker('inference'), request(), quiet, forever);
  expect(outcome.labels).toHaveLength(2);
  expect(outcome.input.images).toHaveLength(9 * 24 * 96 * 96);
  expect(outcome.measures.lvEfPct!.value).toBeGreaterThan(30);
  expect(outcome.peakBytes).toBeGreaterThan(0);
}, 120_000);

test('a study without cine is refused by its sentence', async () => {
  const empty = { ...request(), volumes: [] };
  await expect(
    converseHeart(startWorker('inference'), empty, quiet, forever),
  ).rejects.toMatchObject({ code: 'cardiac/no-cine' });
}, 60_000);

test('weights that are not those of the card are refused', async () => {
  const other = await heartModelFolder({ weights: [] });
  await expect(
    converseHeart(startWorker('inference'), { ...request(), modelDir: other }, quiet, forever),
  ).rejects.toMatchObject({ code: 'model/card-unreadable' });
}, 60_000);

test('a kept input is embedded in a process of its own', async () => {
  const input: HeartInput = {
    images: Uint8Array.from({ length: 9 * 24 * 96 * 96 }, (_, n) => n % 200),
    present: [1, 1, 1, 1, 1, 1, 1, 1, 1],
    geometry: Array.from({ length: 9 }, (_, slot) => usualGeometry(slot)).flat(),
    masks: null,
  };
  const { type, embedding } = await converseHeart(
    startWorker('inference'),
    { type: 'heart-embed', modelDir, provider: 'cpu', threads: 1, input },
    quiet,
    forever,
  );
  expect(type).toBe('heart-embed-done');
  expect(Math.hypot(...embedding)).toBeCloseTo(1, 4);
}, 60_000);
