import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { paintedHeart } from '../../test/fixtures/whole-heart/painted-heart.ts';
import { denseParamsSchema } from '../../studies/library/dense-records.ts';
import { heartCorrectionsSchema } from '../../studies/library/heart-records.ts';
import {
  denseSteps,
  type DenseOutcome,
  type DensePhase,
  type DenseProgress,
  type DenseRequest,
} from './messages.ts';
import { runDense } from './run-dense.ts';
import { denseModelFolder } from './testing/dense-model.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const heart = paintedHeart({ phases: 6 });
let modelDir: string;
beforeAll(async () => {
  modelDir = await denseModelFolder();
});

interface Ran {
  readonly outcome: DenseOutcome;
  readonly phases: readonly DensePhase[];
  readonly heard: readonly DenseProgress[];
}

async function run(
  params: object = {},
  more: Partial<DenseRequest> & { cancelled?: () => boolean } = {},
): Promise<Ran> {
  const { cancelled = () => false, ...request } = more;
  const phases: DensePhase[] = [];
  const heard: DenseProgress[] = [];
  const outcome = await runDense(
    {
      type: 'dense',
      modelDir,
      threads: 1,
      volumes: heart.volumes,
      corrections: heartCorrectionsSchema.parse({}),
      params: denseParamsSchema.parse({ provider: 'cpu', ...params }),
      done: [],
      ...request,
    },
    {
      onProgress: (progress) => heard.push(progress),
      onPhase: (phase) => phases.push(phase),
      cancelled,
    },
  );
  return { outcome, phases, heard };
}

const planeOf = (volume: Uint8Array, k: number) => volume.subarray(k * 9216, (k + 1) * 9216);
const hashOf = (phases: readonly DensePhase[]) => {
  const hash = createHash('sha256');
  for (const { picture, labels } of phases) hash.update(picture).update(labels);
  return hash.digest('hex');
};

describe('a painted heart', () => {
  let ran: Ran;
  beforeAll(async () => {
    ran = await run({ withhold: true });
  });

  test('seven slices 10 mm apart become 31 planes of 2 mm, no two at one place', () => {
    const { grid, planes, slices } = ran.outcome;
    expect(slices).toHaveLength(7);
    expect(grid.dims).toEqual([96, 96, 31]);
    expect(grid.spacingMm[2]).toBeCloseTo(2, 6);
    expect(new Set(planes.map(({ zMm }) => zMm.toFixed(3))).size).toBe(31);
    expect(planes.filter(({ kind }) => kind === 'measured')).toHaveLength(7);
    expect(planes.filter(({ kind }) => kind === 'made')).toHaveLength(24);
  });

  test('the cavity that is cut off at neither end holds what was painted', () => {
    // 60 of the 80 mm of the ellipsoid lie in the stack: z/c up to 3/4.
    const share = 1.5 * 0.75 - 0.5 * 0.75 ** 3;
    const [most, least] = [Math.max(...heart.lvMl), Math.min(...heart.lvMl)];
    const { measures, curves, edPhase, esPhase, phases } = ran.outcome;
    expect(measures.lvEdvMl.value / (most * share)).toBeGreaterThan(0.97);
    expect(measures.lvEdvMl.value / (most * share)).toBeLessThan(1.05);
    expect(Math.abs(measures.lvEfPct.value - 100 * (1 - least / most))).toBeLessThan(3);
    expect(phases[edPhase]).toBe(heart.lvMl.indexOf(most));
    expect(phases[esPhase]).toBe(heart.lvMl.indexOf(least));
    expect(curves.voxelMl).toHaveLength(6);
    curves.meshMl.forEach((ml, n) => expect(ml / curves.voxelMl[n]!).toBeCloseTo(1, 1));
  });

  test('progress never goes back, neither in share nor in step, and ends at 1', () => {
    const fractions = ran.heard.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    const steps = ran.heard.map(({ step }) => denseSteps.indexOf(step));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(new Set(steps).size).toBe(denseSteps.length);
    expect(ran.heard.every(({ device }) => device === 'CPU, 1 thread')).toBe(true);
  });

  test('with labels drawn by contour(): the tiny one draws the same slices', async () => {
    const folder = await denseModelFolder({ sliceLabels: 'contour' });
    const { outcome, heard } = await run({ withhold: true }, { modelDir: folder });
    const [own, plain] = [outcome.measures.lvEdvMl.value, ran.outcome.measures.lvEdvMl.value];
    expect(Math.abs(own / plain - 1)).toBeLessThan(0.05);
    expect(outcome.withheld).toHaveLength(6);
    expect(heard.at(-1)!.fraction).toBe(1);
  });

  test('slices that were held back: each way, at ED and ES, each interior second one', () => {
    const { withheld } = ran.outcome;
    expect(withheld).toHaveLength(2 * 3);
    for (const row of withheld) {
      expect(row.gapMm).toBeCloseTo(20, 6);
      expect(Object.keys(row.by).sort()).toEqual(['between', 'cubic', 'linear', 'nearest']);
      // The tiny direct network is the linear mix with a little light for the wider gap.
      expect(Math.abs(row.by['between']!.psnrDb - row.by['linear']!.psnrDb)).toBeLessThan(1.5);
      for (const { psnrDb, ssim, dice } of Object.values(row.by)) {
        expect(psnrDb).toBeGreaterThan(12);
        expect(ssim).toBeGreaterThan(0.4);
        expect(dice.lvCavity).toBeGreaterThan(0.8);
      }
    }
  });

  test('the long-axis planes see the same heart', () => {
    expect(ran.outcome.longAxis.map(({ view }) => view).sort()).toEqual(['2ch', '4ch']);
    for (const { correlation, dice } of ran.outcome.longAxis) {
      expect(Math.min(...correlation)).toBeGreaterThan(0.8);
      expect(dice).toBeNull();
    }
  });

  test('names weights, method, phases and time', () => {
    expect(ran.outcome).toMatchObject({
      provider: 'cpu',
      modelVersion: '0.0.1-tiny',
      method: 'between',
      phases: [0, 1, 2, 3, 4, 5],
      spread: null,
    });
    expect(ran.outcome.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(ran.phases.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('measured planes', () => {
  test('are the same bytes whatever makes the others', async () => {
    const one = await run({ phase: 2, method: 'linear' });
    const other = await run({ phase: 2, method: 'dmcvr', steps: 2 });
    one.outcome.planes.forEach(({ kind }, k) => {
      const same = (of: 'picture' | 'labels') =>
        Buffer.compare(planeOf(one.phases[0]![of], k), planeOf(other.phases[0]![of], k)) === 0;
      if (kind === 'measured') expect([same('picture'), same('labels')]).toEqual([true, true]);
      else expect(same('picture')).toBe(false);
    });
  });
});

describe('two slices', () => {
  const two = paintedHeart({ phases: 6, slices: 2, stepMm: 12 }).volumes;

  test('answer the same bytes twice, and others with another seed of the spread alone', async () => {
    const params = { method: 'dmcvr-middle', steps: 4, samples: 2, phase: 0 };
    const [first, second] = [
      await run(params, { volumes: two }),
      await run(params, { volumes: two }),
    ];
    const other = await run({ ...params, seed: 2 }, { volumes: two });
    expect(hashOf(first.phases)).toBe(hashOf(second.phases));
    expect(first.outcome.spread).toEqual(second.outcome.spread);
    expect(hashOf(other.phases)).toBe(hashOf(first.phases));
    expect(other.outcome.spread).not.toEqual(first.outcome.spread);
    expect(first.outcome.spread!.pixelSd).toBeGreaterThan(0);
    const fractions = first.heard.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  test('what is planned is what is done, so that the share told is true', async () => {
    for (const params of [
      { method: 'dmcvr', steps: 3, samples: 3, phase: 1 },
      { method: 'between', correctShifts: true },
    ]) {
      const { heard } = await run(params, { volumes: two });
      // Work is planned with one to spare, which the end takes: no more and no less was done.
      const before = heard.at(-2)!.fraction;
      const spare = 1 - before;
      expect(before).toBeGreaterThan(0.95);
      expect(heard.filter(({ fraction }) => fraction === before).length).toBeLessThan(5);
      const planned = Math.round(1 / spare);
      expect(before).toBeCloseTo((planned - 1) / planned, 9);
    }
  });
});

describe('an interrupted run', () => {
  test('takes what is finished as it is and makes the rest', async () => {
    const whole = await run();
    const again = await run({}, { done: whole.phases.slice(0, 4) });
    expect(again.phases.map(({ index }) => index)).toEqual([4, 5]);
    expect(hashOf(again.phases)).toBe(hashOf(whole.phases.slice(4)));
    expect(again.outcome.curves).toEqual(whole.outcome.curves);
    expect(again.outcome.measures).toEqual(whole.outcome.measures);
  });

  test('stops between batches once it is cancelled, and says no more', async () => {
    let looks = 0;
    const stop = run({ method: 'dmcvr' }, { cancelled: () => ++looks > 12 });
    await expect(stop).rejects.toThrow('cancelled');
    expect(looks).toBe(13);
  });
});
