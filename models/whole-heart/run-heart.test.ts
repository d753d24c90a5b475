import { beforeAll, describe, expect, test } from 'vitest';
import { heartModelFolder } from '../../test/fixtures/whole-heart/heart-model.ts';
import { paintedHeart } from '../../test/fixtures/whole-heart/painted-heart.ts';
import { heartCorrectionsSchema } from '../../studies/library/heart-records.ts';
import { answerHeart } from './answer.ts';
import type { HeartOutcome, HeartProgress, HeartRequest } from './messages.ts';
import { runHeart } from './run-heart.ts';
import { packHeartInput, unpackHeartInput } from './stored-input.ts';

const heart = paintedHeart();
const quiet = { onProgress: () => undefined, cancelled: () => false };
let modelDir: string;
let outcome: HeartOutcome;
const heard: HeartProgress[] = [];

const request = (more: Partial<HeartRequest> = {}): HeartRequest => ({
  type: 'heart',
  modelDir,
  provider: 'cpu',
  threads: 1,
  volumes: heart.volumes,
  corrections: heartCorrectionsSchema.parse({}),
  ...more,
});

beforeAll(async () => {
  modelDir = await heartModelFolder();
  outcome = await runHeart(request(), { ...quiet, onProgress: (progress) => heard.push(progress) });
}, 120_000);

describe('a painted heart', () => {
  test('is measured through planes, crops, masks and head', () => {
    const [most, least] = [Math.max(...heart.lvMl), Math.min(...heart.lvMl)];
    const ef = 100 * (1 - least / most);
    expect(outcome.masks.measures.lvEdvMl!.value / most).toBeCloseTo(1, 1);
    expect(Math.abs(outcome.masks.measures.lvEfPct!.value - ef)).toBeLessThan(4);
    expect(outcome.head.lvEdvMl!.value / most).toBeCloseTo(1, 1);
    expect(Math.abs(outcome.head.lvEfPct!.value - ef)).toBeLessThan(4);
    expect(outcome.measuresBy).toBe('head');
    expect(outcome.edPhase).toBe(0);
    expect(heart.lvMl.indexOf(least)).toBe(outcome.esPhase);
    expect(outcome.headCurveMl).toHaveLength(24);
  });

  test('has labels on its own grid whose pixels are those that were painted', () => {
    const grey = [0, 1000, 500, 250, -1, -1];
    for (const { sourceVolumeId, labels } of outcome.labels) {
      const { voxels } = heart.volumes.find(({ volumeId }) => volumeId === sourceVolumeId)!;
      expect(labels).toHaveLength(voxels.length);
      let [painted, agreed] = [0, 0];
      for (let n = 0; n < labels.length; n++) {
        if (voxels[n] !== 1000) continue;
        painted++;
        if (grey[labels[n]!] === 1000) agreed++;
      }
      expect(agreed / painted).toBeGreaterThan(0.93);
    }
  });

  test('tells what it is at, and never goes back', () => {
    const steps = new Set(heard.map(({ step }) => step));
    expect([...steps].sort()).toEqual(['checks', 'encoder', 'measures', 'planes', 'segmentation']);
    expect(heard.at(-1)!.fraction).toBe(1);
    const fractions = heard.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(heard.every(({ device }) => device === 'CPU, 1 thread')).toBe(true);
  });

  test('leaves each plane out once', () => {
    expect(outcome.withoutPlane).toHaveLength(outcome.input.present.filter((on) => on > 0).length);
    const whole = outcome.head.lvEfPct!;
    const widths = outcome.withoutPlane.map(({ lvEfPct }) => lvEfPct.high - lvEfPct.low);
    expect(Math.min(...widths)).toBeGreaterThan(whole.high - whole.low);
  });

  test('names weights, preprocessing and time', () => {
    expect(outcome).toMatchObject({
      provider: 'cpu',
      preprocessing: '1',
      modelVersion: '0.0.1-tiny',
    });
    expect(outcome.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(outcome.encoder.runs).toBeGreaterThan(2);
    expect(outcome.embedding).toHaveLength(128);
  });
});

describe('kept inputs', () => {
  const again = (more: object) =>
    answerHeart(
      { modelDir, provider: 'cpu', threads: 1, input: kept(), ...more } as never,
      quiet,
    ) as Promise<never>;
  const kept = () => unpackHeartInput(packHeartInput(outcome.input));

  test('are the same after packing', () => {
    const { images, ...rest } = kept();
    // Not toEqual: it looks at two million pixels one by one.
    expect(Buffer.compare(images, outcome.input.images)).toBe(0);
    expect(rest).toEqual({
      present: outcome.input.present,
      geometry: outcome.input.geometry,
      masks: outcome.input.masks,
    });
  });

  test('answer with all planes what the run answered, and wider with fewer', async () => {
    const { answers }: { answers: { measures: HeartOutcome['head']; cosine: number }[] } =
      await again({
        type: 'heart-without',
        choices: [[], [0, 1, 2], [3, 5, 7]],
        heartRate: outcome.heartRate,
      });
    expect(answers[0]!.measures).toEqual(outcome.head);
    expect(answers[0]!.cosine).toBeCloseTo(1, 5);
    const width = (n: number) => {
      const { low, high } = answers[n]!.measures.lvEdvMl!;
      return high - low;
    };
    expect(width(1)).toBeGreaterThan(width(0));
    expect(width(2)).toBeGreaterThan(width(0));
    expect(answers[1]!.measures.mitralTravelMm).toBeUndefined();
  });

  test('give the run’s vector again, under the same hash', async () => {
    const { embedding, weightsSha256 }: { embedding: number[]; weightsSha256: string } =
      await again({ type: 'heart-embed' });
    expect(embedding).toEqual(outcome.embedding);
    expect(weightsSha256).toBe(outcome.weightsSha256);
  });

  test('let absent and present planes be drawn', async () => {
    const { planes }: { planes: { slot: number; images: Uint8Array }[] } = await again({
      type: 'heart-synthesise',
      slots: [1, 4],
    });
    expect(planes.map(({ slot }) => slot)).toEqual([1, 4]);
    expect(planes[0]!.images).toHaveLength(24 * 96 * 96);
    expect(planes[0]!.images.some((value) => value > 20)).toBe(true);
  });
});

describe('unusual studies', () => {
  test('a stack that the scanner turned gives the same numbers', async () => {
    const turned = await runHeart(
      request({ volumes: paintedHeart({ turned: true }).volumes }),
      quiet,
    );
    const [a, b] = [outcome, turned].map(({ masks }) => masks.measures.lvEdvMl!.value);
    expect(b! / a!).toBeCloseTo(1, 2);
  });

  test('short axis alone: no atria, no mitral travel, a note', async () => {
    const alone = await runHeart(request({ volumes: heart.volumes.slice(0, 1) }), quiet);
    expect(alone.flags.map(({ code }) => code)).toContain('heart-flag/no-long-axis');
    expect(alone.measures.laMaxMl).toBeUndefined();
    expect(alone.measures.mitralTravelMm).toBeUndefined();
  });

  test('long axis alone still answers', async () => {
    const alone = await runHeart(request({ volumes: heart.volumes.slice(1) }), quiet);
    expect(
      alone.planes
        .filter(({ used }) => used)
        .map(({ view }) => view)
        .sort(),
    ).toEqual(['2ch', '4ch']);
    expect(alone.labels).toHaveLength(2);
  });

  test('a crop that the user put aside from the heart stays there', async () => {
    const centreMm = heart.centreMm.map((at) => at + 6) as [number, number, number];
    const corrections = heartCorrectionsSchema.parse({ centreMm });
    const moved = await runHeart(request({ corrections }), quiet);
    expect(moved.frame.originBy).toBe('user');
  });

  test('stops between batches', async () => {
    let looks = 0;
    const cancelled = () => ++looks > 3;
    await expect(runHeart(request(), { ...quiet, cancelled })).rejects.toThrow('cancelled');
  });
});
