import { beforeAll, describe, expect, test, vi } from 'vitest';
import { paintedHeart } from '../../test/fixtures/whole-heart/painted-heart.ts';
import { denseParamsSchema } from '../../studies/library/dense-records.ts';
import { heartCorrectionsSchema } from '../../studies/library/heart-records.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { HeartVolume } from '../whole-heart/messages.ts';
import { runDense } from './run-dense.ts';
import { denseModelFolder } from './testing/dense-model.ts';

vi.setConfig({ testTimeout: 240_000 });

let modelDir: string;
beforeAll(async () => {
  modelDir = await denseModelFolder();
});

async function run(volumes: readonly HeartVolume[], params: object = {}) {
  return runDense(
    {
      type: 'dense',
      modelDir,
      threads: 1,
      volumes,
      corrections: heartCorrectionsSchema.parse({}),
      params: denseParamsSchema.parse({ provider: 'cpu', method: 'linear', phase: 0, ...params }),
      done: [],
    },
    { onProgress: () => undefined, onPhase: () => undefined, cancelled: () => false },
  );
}

/** Code and sentence of the refusal. */
async function refusal(volumes: readonly HeartVolume[], params: object = {}) {
  const error = await run(volumes, params).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SparrowError);
  return [(error as SparrowError).code, (error as SparrowError).message] as const;
}

const stack = (slices: number, stepMm: number) => paintedHeart({ phases: 6, slices, stepMm });

/** A slice of a stack as a series of its own, moved within its plane. */
function alone(volume: HeartVolume, k: number, [right, down] = [0, 0]): HeartVolume {
  const [columns, rows, slices] = volume.dims;
  const size = columns * rows;
  const voxels = new Int16Array(size * volume.phases);
  for (let phase = 0; phase < volume.phases; phase++) {
    const from = (phase * slices + k) * size;
    voxels.set(volume.voxels.subarray(from, from + size), phase * size);
  }
  const [u, v, n] = volume.axes;
  const originMm = volume.originMm.map(
    (mm, axis) => mm + k * volume.spacingMm[2] * n[axis]! + right * u[axis]! + down * v[axis]!,
  ) as unknown as HeartVolume['originMm'];
  const volumeId = `${volume.volumeId}/alone/${k}/${right}`;
  return { ...volume, volumeId, dims: [columns, rows, 1], originMm, voxels };
}

describe('what cannot be made dense says why', () => {
  test('long-axis planes alone: no short-axis slice is in use', async () => {
    const [code, message] = await refusal(stack(7, 10).volumes.slice(1));
    expect(code).toBe('dense/few-slices');
    expect(message).toContain('at least two short-axis slices; 0 are in use');
  });

  test('one slice', async () => {
    const { volumes } = stack(7, 10);
    const [code, message] = await refusal([alone(volumes[0]!, 3), ...volumes.slice(1)]);
    expect(code).toBe('dense/few-slices');
    expect(message).toContain('1 are in use');
  });

  test('a gap of 40 mm, which may be asked for and is then marked', async () => {
    const { volumes } = stack(2, 40);
    const [code, message] = await refusal(volumes);
    expect(code).toBe('dense/gap');
    expect(message).toContain('40.0 mm apart; nothing is made across more than 25 mm');
    const { planes, warnings } = await run(volumes, { acrossWideGaps: true });
    const wide = planes.filter(({ kind }) => kind === 'wide').length;
    expect(wide).toBe(19);
    expect(warnings.map(({ message: said }) => said)).toContain(
      '19 planes were made across a gap of more than 25 mm.',
    );
  });

  test('a phase that the stack has not', async () => {
    const [code, message] = await refusal(stack(3, 10).volumes, { phase: 6 });
    expect(code).toBe('dense/no-phase');
    expect(message).toContain('no phase 7: the stack has 6');
  });

  test('a picture that does not move is no cine', async () => {
    const { volumes } = stack(7, 10);
    const still = volumes.map((volume) => {
      const size = volume.voxels.length / volume.phases;
      return { ...volume, phases: 1, voxels: volume.voxels.subarray(0, size), phaseTimesMs: [0] };
    }) as unknown as HeartVolume[];
    expect((await refusal(still))[0]).toMatch(/^cardiac\//);
  });
});

describe('what a reader should know is told', () => {
  test('a stack that ends before the ventricle does', async () => {
    const { volumes } = stack(5, 10);
    const { warnings, planes } = await run(volumes);
    expect(warnings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'The last slice still shows a wide left ventricle: the stack misses the apex.',
        'The first slice lies inside the left ventricle: the stack misses the base.',
      ]),
    );
    expect(planes.every(({ kind }) => kind === 'measured' || kind === 'made')).toBe(true);
  });

  test('planes beyond it, where they were asked for', async () => {
    const { warnings, planes, grid } = await run(stack(5, 10).volumes, { beyond: true });
    expect(planes.filter(({ kind }) => kind === 'beyond')).toHaveLength(10);
    expect(grid.dims[2]).toBe(21 + 10);
    expect(warnings.map(({ code }) => code)).toContain('dense/beyond-made');
  });

  test('a slice 8 mm out of line: found, told, and taken out when asked', async () => {
    const { volumes } = stack(9, 8);
    const moved = Array.from({ length: 9 }, (_, k) =>
      alone(volumes[0]!, k, k === 4 ? [8, 0] : [0, 0]),
    );
    const all = [...moved, ...volumes.slice(1)];
    const seen = await run(all);
    const at = seen.slices.findIndex(({ volumeId }) => volumeId.endsWith('/4/8'));
    expect(at).toBe(4);
    expect(Math.hypot(...seen.slices[4]!.shiftMm)).toBeGreaterThan(6);
    expect(seen.warnings.map(({ code }) => code)).toContain('dense/shifted');
    expect(seen.shiftsCorrected).toBe(false);
    const straight = await run(all, { correctShifts: true });
    expect(straight.shiftsCorrected).toBe(true);
    expect(straight.warnings.map(({ code }) => code)).not.toContain('dense/shifted');
    expect(straight.slices[4]!.shiftMm).toEqual(seen.slices[4]!.shiftMm);
  });
});
