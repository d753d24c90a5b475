import { beforeAll, describe, expect, test } from 'vitest';
import { enhanceParamsSchema, type JobProgress } from '../../studies/library/records.ts';
import { inThisThread } from '../../studies/tomography/in-this-thread.ts';
import { measuredBody, place, type MeasuredBody } from '../../test/fixtures/measured-body.ts';
import { tinyNetwork } from '../../test/fixtures/tiny-model.ts';
import type { Checkpoint } from '../runtime/protocol.ts';
import { openSession, type Session } from '../runtime/session.ts';
import type { Restored, RestoreParams, RestoreTools } from './restoration.ts';
import { restore } from './restore.ts';

const input: RestoreTools['input'] = {
  tile: [32, 32, 32],
  overlap: 8,
  huMin: -1000,
  huMax: 2000,
  eps: 0.01,
  trainedViews: [25, 100],
  spacingMm: [1.5, 3.5],
  projectionsStart: {
    iterations: 4,
    subsets: 10,
    relaxation: 0.9,
    decay: 0.95,
    tvWeightHu: 8,
    tvIterations: 12,
    extendZ: 0.08,
  },
};

let body: MeasuredBody;
let smooth: Session;
let average: Session;

beforeAll(async () => {
  const open = async (name: 'smooth' | 'average') =>
    openSession(await tinyNetwork(name), { provider: 'cpu', threads: 1 });
  [body, smooth, average] = await Promise.all([measuredBody(30), open('smooth'), open('average')]);
});

function run(
  params: Partial<RestoreParams>,
  {
    network = smooth,
    projections = true,
    ...tools
  }: Partial<RestoreTools> & {
    network?: Session;
    projections?: boolean;
  } = {},
): Promise<Restored> {
  return restore(
    {
      hu: body.fdk,
      ...place,
      projections: projections ? body.projections : null,
      params: { ...enhanceParamsSchema.parse({ steps: 1, seed: 3 }), ...params },
    },
    {
      input,
      run: (inputs, outputs) => network.run(inputs, outputs),
      beam: inThisThread(),
      ...tools,
    },
  );
}

/** Root mean square error in the field of view, HU. */
function error(hu: Int16Array): number {
  let sum = 0;
  let voxels = 0;
  for (let n = 0; n < hu.length; n++) {
    if (body.inside[n] === 0) continue;
    sum += (hu[n]! - body.truth[n]!) ** 2;
    voxels++;
  }
  return Math.sqrt(sum / voxels);
}

describe('a start from the projections', () => {
  test('is nearer to the body and to its views than the FDK, and air outside the field', async () => {
    const { start, startHu, steps } = await run({ keepSteps: true });
    expect(start).toBe('projections');
    expect(error(startHu!)).toBeLessThan(0.8 * error(body.fdk));
    expect([...startHu!.keys()].every((n) => body.inside[n] === 1 || startHu![n] === -1000)).toBe(
      true,
    );
    const ofFdk = (await run({ start: 'fdk' })).evidence!.inputResidualPercent;
    expect(steps[0]!.residualPercent).toBeLessThan(0.7 * ofFdk);
  });

  test('feeds x_1 alone: the condition stays the FDK', async () => {
    // The network of this test returns the mean of its two channels.
    const { hu, startHu } = await run({ steps: 1 }, { network: average });
    const means = body.inside.map((inside, n) => {
      const scaled = (value: number) => Math.min(2000, Math.max(-1000, value));
      const mean = (scaled(body.fdk[n]!) + scaled(startHu![n]!)) / 2;
      // Start noise of 15 HU, halved; five standard deviations.
      return inside === 0 || Math.abs(hu[n]! - mean) < 38 ? 1 : 0;
    });
    expect(means.every((close) => close === 1)).toBe(true);
  });

  test('is what auto takes when the projections are there and the model knows how', async () => {
    expect((await run({ start: 'auto' }, { projections: false })).start).toBe('fdk');
    const { projectionsStart: _, ...without } = input;
    expect((await run({ start: 'auto' }, { input: without })).start).toBe('fdk');
    const asked = { start: 'projections' } as const;
    await expect(run(asked, { projections: false })).rejects.toMatchObject({
      code: 'model/no-projections',
    });
    await expect(run(asked, { input: without })).rejects.toMatchObject({
      code: 'model/no-projections-start',
    });
    await expect(run({ refine: 1 }, { projections: false })).rejects.toMatchObject({
      code: 'model/no-projections',
    });
  });

  test('gives the spread over seeds as any other start does', async () => {
    const { spreadHu } = await run({ samples: 3 }, { network: average });
    const inside = [...spreadHu!.keys()].filter((n) => body.inside[n] === 1);
    const variance = inside.reduce((sum, n) => sum + spreadHu![n]! ** 2, 0) / inside.length;
    expect(Math.sqrt(variance)).toBeCloseTo(7.5, 0);
  });

  test('goes on from a checkpoint to the same bytes', async () => {
    const checkpoints: Checkpoint[] = [];
    const params = { steps: 2, samples: 2 };
    const whole = await run(params, {
      onCheckpoint: async (checkpoint) => void checkpoints.push(structuredClone(checkpoint)),
    });
    for (const resume of checkpoints) {
      const rest = await run(params, { resume });
      expect(rest.hu).toEqual(whole.hu);
      expect(rest.spreadHu).toEqual(whole.spreadHu);
    }
  });

  test('on voxels that the model works on in another size gives a picture on its own', async () => {
    const coarse = { ...input, spacingMm: [4, 5] as [number, number] };
    const { startHu, hu, warnings } = await run({}, { input: coarse });
    expect(startHu!.length).toBe(hu.length);
    expect(error(startHu!)).toBeLessThan(2 * error(body.fdk));
    expect(warnings.map(({ code }) => code)).toContain('model/resampled');
  });
});

test('refinement draws the picture to the measurement, and can be left out', async () => {
  const plain = await run({ start: 'fdk' });
  const refined = await run({ start: 'fdk', refine: 2 });
  expect(refined.evidence!.residualPercent).toBeLessThan(0.6 * plain.evidence!.residualPercent);
  expect(error(refined.hu)).toBeLessThan(error(plain.hu));
});

test('a picture that agrees less than its input is called so', async () => {
  // A network that smooths everything takes much away that was measured.
  const { warnings, evidence } = await run({ start: 'fdk' });
  expect(evidence!.residualPercent).toBeGreaterThan(evidence!.inputResidualPercent);
  expect(warnings.map(({ code }) => code)).toEqual(['model/less-consistent']);
});

test('every step is kept, with its sharpness and its figure; the last is the result', async () => {
  const { steps, hu, evidence } = await run({ steps: 3, keepSteps: true });
  expect(steps.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
  expect(steps.at(-1)!.hu).toEqual(hu);
  expect(steps.at(-1)!.residualPercent).toBe(evidence!.residualPercent);
  for (const { sharpness, residualPercent } of steps) {
    expect(sharpness).toBeGreaterThan(0);
    // Streaks are sharp: a start without them is softer than the input.
    expect(sharpness).toBeLessThan(1);
    expect(residualPercent).toBeGreaterThan(0);
  }
  const without = await run({ steps: 2, keepSteps: true }, { projections: false });
  expect(without.steps.map(({ residualPercent }) => residualPercent)).toEqual([null, null]);
});

describe('a run of several phases', () => {
  const params = { steps: 2, refine: 1, keepSteps: true };

  test('tells each of them, never goes back, and ends at one', async () => {
    const seen: Omit<JobProgress, 'device'>[] = [];
    await run(params, { onProgress: (progress) => void seen.push(progress) });
    const phases = seen.map(({ phase }) => phase);
    expect([...new Set(phases)]).toEqual(['start', 'network', 'refine', 'evidence']);
    expect(seen.every((p, n) => n === 0 || p.fraction >= seen[n - 1]!.fraction)).toBe(true);
    expect(seen.every(({ tile, tiles }) => tile >= 1 && tile <= tiles)).toBe(true);
    for (const phase of new Set(phases)) {
      const last = seen.findLast((p) => p.phase === phase)!;
      expect(last.tile).toBe(last.tiles);
    }
    expect(seen.at(-1)!.fraction).toBe(1);
  });

  test.each(['start', 'network', 'refine', 'evidence'] as const)('stops in %s', async (phase) => {
    let reached = 0;
    const stopped = run(params, {
      onProgress: (progress) => void (reached += Number(progress.phase === phase)),
      cancelled: () => reached > 0,
    });
    await expect(stopped).rejects.toMatchObject({ name: 'Cancelled' });
    expect(reached).toBe(1);
  });
});
