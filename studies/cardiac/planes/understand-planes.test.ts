import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heartCorrectionsSchema, type HeartPlanes } from '../../library/heart-records.ts';
import { basePoint, lateralAxis, longAxis, septalAxis } from '../../samples/heart-phantom.ts';
import { dot, normalise, type Vector3 } from '../../volume/geometry.ts';
import type { CineCandidate } from './candidate.ts';
import { moved, oneSliceEach, rotated, stored } from './testing/altered.ts';
import { sampleCandidates } from './testing/sample-candidates.ts';
import { understandPlanes } from './understand-planes.ts';
import { lineAngleDeg, minus, plus } from './vectors.ts';

const none = heartCorrectionsSchema.parse({});
const understand = (candidates: readonly CineCandidate[], corrections: object = {}) =>
  understandPlanes(candidates, heartCorrectionsSchema.parse(corrections));

const sample = sampleCandidates();
const [sax, four, two, three] = sample;

const stackOf = ({ planes }: HeartPlanes) =>
  planes.filter(({ view, used }) => view === 'sax' && used).map(({ id }) => id);
const viewOf = ({ planes }: HeartPlanes, volumeId: string) =>
  planes.find((plane) => plane.volumeId === volumeId)!.view;
const baseFirst = Array.from({ length: 10 }, (_, n) => `sax/${9 - n}`);
const expectSampleViews = (heart: HeartPlanes) =>
  expect(['4ch', '2ch', '3ch'].map((id) => viewOf(heart, id))).toEqual(['4ch', '2ch', '3ch']);

describe('the sample study', () => {
  it('has its views, its order from the base, and its heart frame', async () => {
    const heart = await understand(sample);
    expect(stackOf(heart)).toEqual(baseFirst);
    expectSampleViews(heart);
    const { frame } = heart;
    for (const [found, truth] of [
      [frame!.e1, septalAxis],
      [frame!.e2, lateralAxis],
      [frame!.e3, longAxis],
    ] as const)
      expect(dot(found, truth)).toBeGreaterThan(0.9999);
    const off = minus(frame!.originMm, plus(basePoint, longAxis, 42.5));
    expect(Math.hypot(...off)).toBeLessThan(0.1);
    expect([frame!.originBy, frame!.septalBy]).toEqual(['long-axis', 'four-chamber']);
    expect([heart.leadVolumeId, heart.phases, heart.rrIntervalMs]).toEqual(['sax', 16, 896]);
    expect(heart.warnings).toEqual([]);
  });

  it('is the same in any order of series', async () => {
    const heart = await understand([three!, sax!, four!, two!]);
    expect(stackOf(heart)).toEqual(baseFirst);
    expectSampleViews(heart);
  });

  it('is the same with each short-axis slice a volume of its own', async () => {
    const slices = oneSliceEach(sax!);
    const heart = await understand([slices[7]!, four!, ...slices.filter((_, n) => n !== 7)]);
    expect(stackOf(heart)).toEqual(baseFirst.map((id) => `${id.replace('/', '-')}/0`));
    expect(viewOf(heart, '4ch')).toBe('4ch');
  });

  it('is found by pixels alone without long-axis planes', async () => {
    const heart = await understand([sax!]);
    expect(heart.frame!.originBy).toBe('variance');
    const off = minus(heart.frame!.originMm, plus(basePoint, longAxis, 42.5));
    expect(Math.hypot(...off)).toBeLessThan(6);
    expect(heart.warnings.map(({ code }) => code)).toEqual(['cardiac/septum-usual']);
  });

  it('has an axis and views without a short axis', async () => {
    const heart = await understand([four!, three!, two!]);
    expect(stackOf(heart)).toEqual([]);
    expectSampleViews(heart);
    expect(dot(heart.frame!.e3, longAxis)).toBeGreaterThan(0.999);
    const across = minus(heart.frame!.originMm, basePoint);
    expect(Math.hypot(dot(across, septalAxis), dot(across, lateralAxis))).toBeLessThan(1);
    expect(heart.leadVolumeId).toBe('4ch');
  });
});

describe('flawed studies', () => {
  it('a stack whose slices run the other way is ordered by place', async () => {
    const turned = {
      ...sax!,
      axes: [
        sax!.axes[0],
        sax!.axes[1],
        sax!.axes[2].map((c) => -c) as unknown as Vector3,
      ] as const,
      originMm: plus(sax!.originMm, sax!.axes[2], 9 * sax!.spacingMm[2]),
      readSlice: (slice: number) => sax!.readSlice(9 - slice),
    };
    const heart = await understand([turned, four!]);
    expect(stackOf(heart)).toEqual(Array.from({ length: 10 }, (_, n) => `sax/${n}`));
  });

  it('sets aside the earlier of two pictures of a place', async () => {
    const [again] = oneSliceEach(sax!).slice(4);
    const heart = await understand([...sample, { ...again!, volumeId: 'again', seriesNumber: 20 }]);
    const old = heart.planes.find(({ id }) => id === 'sax/4')!;
    expect([old.used, old.view]).toEqual([false, 'sax']);
    expect(old.reason).toMatch(/acquired again/);
    expect(stackOf(heart)).toHaveLength(10);
    expect(stackOf(heart)[5]).toBe('again/0');
    const back = await understand([...sample, { ...again!, volumeId: 'again', seriesNumber: 20 }], {
      used: { 'again/0': false },
    });
    expect(stackOf(back)).toEqual(baseFirst);
  });

  it('sets aside localizers and pictures without pixel size', async () => {
    const localizer = { ...two!, volumeId: 'localizer', phases: 1, phaseTimesMs: null };
    const photo = { ...four!, volumeId: 'photo', calibrated: false };
    const heart = await understand([localizer, photo, ...sample]);
    const reasons = heart.planes
      .filter(({ volumeId }) => ['localizer', 'photo'].includes(volumeId))
      .map(({ used, reason }) => [used, reason]);
    expect(reasons).toEqual([
      [false, 'Not a cine: 1 of at least 6 phases.'],
      [false, 'Its pixel size is not known.'],
    ]);
    expectSampleViews(heart);
  });

  it('keeps slices that are turned a little in the stack', async () => {
    const slices = oneSliceEach(sax!).map((slice, n) => (n === 3 ? tilted(slice, 2) : slice));
    const heart = await understand([...slices, four!]);
    expect(stackOf(heart)).toHaveLength(10);
  });

  it('refuses mixed patients, three phases and nothing at all', async () => {
    await expect(understand([sax!, { ...four!, patientKey: 'b' }])).rejects.toMatchObject({
      code: 'cardiac/mixed-patients',
    });
    await expect(understand([{ ...sax!, phases: 3 }])).rejects.toMatchObject({
      code: 'cardiac/too-few-phases',
      message: expect.stringContaining('3 phases at most; at least 6') as string,
    });
    await expect(understand([])).rejects.toMatchObject({ code: 'cardiac/no-cine' });
    await expect(understand([{ ...sax!, calibrated: false }])).rejects.toMatchObject({
      code: 'cardiac/uncalibrated',
    });
  });

  it('takes one short-axis slice when there is no more', async () => {
    const heart = await understand([oneSliceEach(sax!)[5]!, four!]);
    expect(stackOf(heart)).toEqual(['sax-5/0']);
    expect(viewOf(heart, '4ch')).toBe('4ch');
  });

  it('calls a plane that passes beside the left ventricle no view of it', async () => {
    const beside = tilted({ ...three!, volumeId: 'beside' }, 12);
    const away = { ...beside, originMm: plus(beside.originMm, beside.axes[2], 32) };
    const heart = await understand([...sample, away]);
    expect(heart.planes.find(({ volumeId }) => volumeId === 'beside')).toMatchObject({
      used: false,
      view: 'rvot',
    });
    expectSampleViews(heart);
  });
});

/** Turned about its own row through its middle. */
function tilted(volume: CineCandidate, angleDeg: number): CineCandidate {
  const [row, column, normal] = volume.axes;
  const turned = rotated(column, row, angleDeg);
  const half = ((volume.dims[1] - 1) / 2) * volume.spacingMm[1];
  return {
    ...volume,
    axes: [row, turned, rotated(normal, row, angleDeg)],
    originMm: plus(plus(volume.originMm, column, half), turned, -half),
  };
}

describe('corrections', () => {
  it('rename, take out, reverse and move', async () => {
    const heart = await understand(sample, {
      views: { '3ch/0': 'other' },
      used: { 'sax/0': false },
      orderReversed: true,
      centreMm: [1, 2, 3],
    });
    expect(stackOf(heart)).toEqual([...baseFirst].reverse().slice(1));
    expect(heart.planes.find(({ id }) => id === 'sax/0')!.reason).toBe('Taken out by the user.');
    expect(heart.planes.find(({ id }) => id === '3ch/0')).toMatchObject({
      used: false,
      view: 'other',
      viewBy: 'user',
    });
    expect(heart.frame).toMatchObject({ originMm: [1, 2, 3], originBy: 'user' });
    expect(dot(heart.frame!.e3, longAxis)).toBeLessThan(-0.99);
  });

  it('swap two views', async () => {
    const heart = await understand(sample, { views: { '2ch/0': '3ch', '3ch/0': '2ch' } });
    expect([viewOf(heart, '2ch'), viewOf(heart, '3ch'), viewOf(heart, '4ch')]).toEqual([
      '3ch',
      '2ch',
      '4ch',
    ]);
  });
});

it(
  'finds the same in a patient who lies otherwise, however pictures are stored (property)',
  { timeout: 180_000 },
  async () => {
    const unit = fc
      .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.constant(5))
      .map((v) => normalise(v));
    const storage = fc.record({
      transposed: fc.boolean(),
      flippedX: fc.boolean(),
      flippedY: fc.boolean(),
    });
    const shift = fc.tuple(
      ...[0, 1, 2].map(() => fc.integer({ min: -80, max: 80 })),
    ) as fc.Arbitrary<[number, number, number]>;
    await fc.assert(
      fc.asyncProperty(
        unit,
        fc.integer({ min: -18, max: 18 }),
        shift,
        fc.tuple(storage, storage, storage, storage),
        async (axis, angleDeg, by, how) => {
          const patient = sample.map((volume, n) =>
            stored(moved(volume, axis, angleDeg, by), how[n]!),
          );
          const heart = await understandPlanes(patient, none);
          expect(stackOf(heart)).toEqual(baseFirst);
          expectSampleViews(heart);
          expect(lineAngleDeg(heart.frame!.e3, rotated(longAxis, axis, angleDeg))).toBeLessThan(
            0.5,
          );
        },
      ),
      { numRuns: 8 },
    );
  },
);
