import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageBetween } from '../../studies/cardiac/dense/interpolate-images.ts';
import { makeBetween, makePhase, type PhaseSlices } from './make-planes.ts';
import { segmentSlices } from './segment-slices.ts';
import { decodeBetween, codesOf } from './slice-codes.ts';
import { spreadOf } from './spread.ts';
import { tinyRun, type TinyRun } from './testing/dense-model.ts';
import { threeSlices } from './testing/three-slices.ts';

const { pictures, labels, zMm, plan } = threeSlices();
const methods = ['linear', 'between', 'dmcvr', 'dmcvr-middle'] as const;
let dense: TinyRun;
let slices: PhaseSlices;
beforeAll(async () => {
  dense = await tinyRun();
  slices = { pictures, segmented: await segmentSlices(dense, pictures), against: null };
});
afterAll(() => dense.release());

const furthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, n) => Math.max(most, Math.abs(value - b[n]!)), 0);

test('slices are drawn as they were painted, with a morphology map of their own', () => {
  slices.segmented.forEach((slice, n) => expect(slice.labels).toEqual(labels[n]));
  const maps = slices.segmented.map(({ morphology }) => morphology);
  expect(maps[0]).toHaveLength(64 * 36);
  expect(furthest(maps[0]!, maps[2]!)).toBeGreaterThan(0.01);
  expect(Math.max(...maps[1]!.map(Math.abs))).toBeLessThanOrEqual(1);
});

test.each(methods)(
  '%s: measured planes are the slices themselves, every other is filled',
  async (method) => {
    const { pictures: planes, labels: volume } = await makePhase(dense, slices, plan, {
      method,
      steps: 3,
    });
    expect(planes).toHaveLength(plan.planes.length);
    plan.planes.forEach(({ kind, below }, k) => {
      const drawn = volume.subarray(k * 9216, (k + 1) * 9216);
      if (kind === 'measured') {
        expect(planes[k]).toBe(pictures[below]);
        // Small diffusion graphs put the chambers anywhere: what does not hang together there goes.
        if (method.startsWith('dmcvr'))
          expect(drawn.every((label, n) => label === 0 || labels[below]![n] !== 0)).toBe(true);
        else expect(drawn).toEqual(labels[below]);
      } else expect(planes[k]!.some((value) => value > 0.1)).toBe(true);
      expect(planes[k]!.every((value) => value >= 0 && value <= 1)).toBe(true);
    });
  },
);

test('the direct network is told the share and the gap', async () => {
  const places = [
    { below: 0, above: 1, share: 0.25 },
    { below: 1, above: 2, share: 0.5 },
  ];
  const options = { method: 'between', steps: 3 } as const;
  const made = await makeBetween(dense, slices, places, zMm, options);
  // The tiny graph: the linear mix, lighter by 1/100 a centimetre of gap beyond the first.
  [-0.002, 0.002].forEach((lighter, n) => {
    const want = imageBetween({ slices: pictures, zMm }, places[n]!, 'linear').map((value) =>
      Math.min(1, Math.max(0, value + lighter)),
    );
    expect(furthest(made.pictures[n]!, want)).toBeLessThan(1e-5);
  });
});

test('labels are drawn by contour() where another phase is given, the picture stays', async () => {
  const places = [{ below: 0, above: 1, share: 0.25 }];
  const options = { method: 'between', steps: 3 } as const;
  const own = await makeBetween(dense, slices, places, zMm, options);
  const seen = { ...slices, against: pictures };
  const before = dense.passes.length;
  const made = await makeBetween(dense, seen, places, zMm, options);
  expect(dense.passes.slice(before).map(({ role }) => role)).toEqual(['between', 'contour']);
  expect(made.pictures).toEqual(own.pictures);
  expect([...new Set(made.labels![0])].sort()).toEqual([0, 1, 2, 3]);
});

test('batches do not change what a slice becomes', async () => {
  const options = { denoiser: 'denoise', steps: 4 } as const;
  const morphology = slices.segmented.map((slice) => slice.morphology);
  const codes = await codesOf(dense, pictures, morphology, options);
  const alone = await codesOf(dense, [pictures[1]!], [morphology[1]!], options);
  expect(furthest(codes[1]!.noise, alone[0]!.noise)).toBeLessThan(1e-4);
  const many = Array.from({ length: 19 }, (_, n) => ({ below: 0, above: 1, share: n / 19 }));
  const together = await decodeBetween(dense, codes, many, options);
  const one = await decodeBetween(dense, codes, [many[17]!], options);
  expect(together).toHaveLength(19);
  expect(furthest(together[17]!, one[0]!)).toBeLessThan(1e-4);
});

test('codes that are switched off count', async () => {
  const options = { denoiser: 'denoise', steps: 3 } as const;
  const morphology = slices.segmented.map((slice) => slice.morphology);
  const [whole] = await codesOf(dense, pictures, morphology, options);
  for (const off of [{ noZ: true }, { noMorphology: true }]) {
    const [less] = await codesOf(dense, pictures, morphology, { ...options, ...off });
    expect(furthest(less!.noise, whole!.noise)).toBeGreaterThan(1e-3);
  }
  const [noZ] = await codesOf(dense, pictures, morphology, { ...options, noZ: true });
  expect(noZ!.z.every((value) => value === 0)).toBe(true);
});

test('the spread of repeated decodings: seeded, and none without diffusion', async () => {
  const options = { method: 'dmcvr', steps: 3, seed: 1, samples: 3 } as const;
  const spread = await spreadOf(dense, slices, plan, options);
  expect(spread).toMatchObject({ samples: 3 });
  expect(spread!.pixelSd).toBeGreaterThan(1e-4);
  expect(spread!.lvMlSd).toBeGreaterThanOrEqual(0);
  expect(await spreadOf(dense, slices, plan, options)).toEqual(spread);
  expect(await spreadOf(dense, slices, plan, { ...options, method: 'between' })).toBeNull();
  expect(await spreadOf(dense, slices, plan, { ...options, samples: 1 })).toBeNull();
});
