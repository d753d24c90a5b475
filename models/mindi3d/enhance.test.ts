import { beforeAll, describe, expect, test } from 'vitest';
import { enhanceParamsSchema, type EnhanceParams } from '../../studies/library/records.ts';
import { bodyPhantom } from '../../test/fixtures/body-phantom.ts';
import { modelFolder, tinyNetwork } from '../../test/fixtures/tiny-model.ts';
import type { Checkpoint } from '../runtime/protocol.ts';
import { enhance, type EnhanceHooks, type EnhanceRequest } from './enhance.ts';

const dims = [50, 46, 37] as const;
const phantom = bodyPhantom(dims);
let folders: { average: string; smooth: string };

beforeAll(async () => {
  folders = {
    average: await modelFolder(await tinyNetwork('average')),
    smooth: await modelFolder(await tinyNetwork('smooth')),
  };
});

function request(
  modelDir: string,
  params: Partial<EnhanceParams> = {},
  more: Partial<EnhanceRequest> = {},
): EnhanceRequest {
  return {
    type: 'enhance',
    modelDir,
    params: { ...enhanceParamsSchema.parse({ steps: 2, seed: 5, provider: 'cpu' }), ...params },
    threads: 1,
    input: { dims, spacingMm: [2, 2, 2], hu: phantom },
    resume: null,
    ...more,
  };
}

const quiet: EnhanceHooks = {
  onProgress: () => undefined,
  onCheckpoint: async () => undefined,
  cancelled: () => false,
};

describe('a whole run', () => {
  test('gives the same bytes for the same seed and others for another', async () => {
    const first = await enhance(request(folders.smooth), quiet);
    const again = await enhance(request(folders.smooth), quiet);
    const other = await enhance(request(folders.smooth, { seed: 6 }), quiet);
    expect(again.hu).toEqual(first.hu);
    expect(other.hu).not.toEqual(first.hu);
    expect(first.provider).toBe('cpu');
    expect(first.device).toBe('CPU, 1 thread');
    expect(first.modelVersion).toBe('0.0.1-tiny');
    expect(first.sessionSeconds).toBeLessThan(first.seconds);
    expect(first.warnings).toEqual([]);
  });

  test('leaves of the start noise what the closed form says: averaging, K = 4', async () => {
    const { hu } = await enhance(request(folders.average, { steps: 4 }), quiet);
    // e (1 - 1/8)(1 - 1/6)(1 - 1/4)(1 - 1/2) = 0.2734 e, and e has an SD of 0.01 or 15 HU.
    const body = [...phantom.keys()].filter((i) => phantom[i]! > -900);
    const noise = body.map((i) => hu[i]! - phantom[i]!);
    const mean = noise.reduce((a, b) => a + b, 0) / noise.length;
    const sd = Math.sqrt(noise.reduce((a, b) => a + b * b, 0) / noise.length);
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(sd).toBeCloseTo(0.2734 * 15, 1);
  });

  test('gives the spread over samples, which for averaging is known', async () => {
    const outcome = await enhance(request(folders.average, { steps: 1, samples: 8 }), quiet);
    const body = [...phantom.keys()].filter((i) => phantom[i]! > -900);
    const variance = body.reduce((a, i) => a + outcome.spreadHu![i]! ** 2, 0) / body.length;
    expect(Math.sqrt(variance)).toBeCloseTo(7.5, 0);
    const error = body.reduce((a, i) => a + (outcome.hu[i]! - phantom[i]!) ** 2, 0) / body.length;
    expect(Math.sqrt(error)).toBeCloseTo(7.5 / Math.sqrt(8), 0);
  });

  test('reports every tile once, counting steps over all samples, and ends at one', async () => {
    const seen: { step: number; tile: number; fraction: number }[] = [];
    const onProgress: EnhanceHooks['onProgress'] = (p) => void seen.push(p);
    await enhance(request(folders.average, { steps: 2, samples: 2 }), { ...quiet, onProgress });
    const tiles = seen.filter((p) => p.step === 1).length;
    expect(seen.length).toBe(4 * tiles);
    expect(seen.map((p) => p.step)).toEqual(
      [1, 2, 3, 4].flatMap((s) => new Array<number>(tiles).fill(s)),
    );
    expect(seen.slice(0, tiles).map((p) => p.tile)).toEqual(
      [...Array(tiles).keys()].map((n) => n + 1),
    );
    expect(seen.at(-1)!.fraction).toBe(1);
  });

  test('of air only runs no tile and returns the input', async () => {
    const hu = new Int16Array(40 * 40 * 40).fill(-1000);
    const input = { dims: [40, 40, 40] as const, spacingMm: [2, 2, 2] as const, hu };
    const outcome = await enhance(request(folders.smooth, {}, { input }), quiet);
    expect(outcome.hu).toEqual(hu);
    expect(outcome.sessionSeconds).toBe(0);
  });

  test('on voxels finer than trained works on its own grid and says so', async () => {
    const input = { dims, spacingMm: [1, 1, 2] as const, hu: phantom };
    const outcome = await enhance(request(folders.smooth, {}, { input }), quiet);
    expect(outcome.hu.length).toBe(phantom.length);
    expect(outcome.warnings.map((w) => w.code)).toEqual(['model/resampled']);
    expect(outcome.warnings[0]!.params).toEqual({ from: '1.00 x 1.00 x 2.00', to: '1.50' });
  });
});

describe('an interrupted run', () => {
  test.each([
    { steps: 4, samples: 1 },
    { steps: 2, samples: 3 },
  ])('goes on from any checkpoint to the same bytes: %o', async (params) => {
    const checkpoints: Checkpoint[] = [];
    const whole = await enhance(request(folders.smooth, params), {
      ...quiet,
      onCheckpoint: async (checkpoint) => void checkpoints.push(structuredClone(checkpoint)),
    });
    expect(checkpoints.length).toBe(params.steps * params.samples - 1);
    for (const resume of checkpoints) {
      const rest = await enhance(request(folders.smooth, params, { resume }), quiet);
      expect(rest.hu).toEqual(whole.hu);
      expect(rest.spreadHu).toEqual(whole.spreadHu);
    }
  });

  test('with a checkpoint of another volume starts anew', async () => {
    const x = new Float32Array(7);
    const resume = { sample: 0, stepsDone: 1, x, sum: null, sumSquares: null };
    const whole = await enhance(request(folders.smooth), quiet);
    const anew = await enhance(request(folders.smooth, {}, { resume }), quiet);
    expect(anew.hu).toEqual(whole.hu);
  });

  test('stops before the next tile when cancelled', async () => {
    let tiles = 0;
    const hooks = { ...quiet, onProgress: () => void tiles++, cancelled: () => tiles >= 3 };
    await expect(enhance(request(folders.smooth), hooks)).rejects.toMatchObject({
      name: 'Cancelled',
    });
    expect(tiles).toBe(3);
  });
});

describe('bad models', () => {
  test('weights that are no ONNX model, whole or cut short, are refused', async () => {
    const whole = await tinyNetwork('smooth');
    for (const bytes of [Buffer.from('not a network'), whole.subarray(0, 300)]) {
      await expect(enhance(request(await modelFolder(bytes)), quiet)).rejects.toMatchObject({
        code: 'model/weights-unreadable',
        params: { file: 'tiny.onnx' },
      });
    }
  });

  test('a network for something else is refused, by what it lacks', async () => {
    const folder = await modelFolder(await tinyNetwork('other'));
    await expect(enhance(request(folder), quiet)).rejects.toMatchObject({
      code: 'model/wrong-network',
      params: { missing: 'y_xt, t, x0' },
    });
  });

  test('a volume too big for memory is refused before the network is even read', async () => {
    const input = { dims: [8192, 8192, 8192] as const, spacingMm: [2, 2, 2] as const, hu: phantom };
    await expect(enhance(request(folders.smooth, {}, { input }), quiet)).rejects.toMatchObject({
      code: 'model/too-big',
    });
  });
});
