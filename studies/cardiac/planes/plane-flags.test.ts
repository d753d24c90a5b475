import { expect, it } from 'vitest';
import { heartCorrectionsSchema } from '../../library/heart-records.ts';
import type { CineCandidate } from './candidate.ts';
import { planeFlags } from './plane-flags.ts';
import { oneSliceEach } from './testing/altered.ts';
import { sampleCandidates } from './testing/sample-candidates.ts';
import { understandPlanes } from './understand-planes.ts';
import { plus } from './vectors.ts';

const flagsOf = async (candidates: readonly CineCandidate[], longAxisMm: number | null = null) => {
  const heart = await understandPlanes(candidates, heartCorrectionsSchema.parse({}));
  return planeFlags(heart, candidates, longAxisMm);
};
const codes = (flags: Awaited<ReturnType<typeof flagsOf>>) => flags.map(({ code }) => code);

it('has nothing to say against the sample study', async () => {
  expect(await flagsOf(sampleCandidates(), 78)).toEqual([]);
});

it('names the slice that moved, and by how much', async () => {
  const [sax, ...long] = sampleCandidates();
  const slices = oneSliceEach(sax!).map((slice, n) =>
    n === 5 ? { ...slice, originMm: plus(slice.originMm, slice.axes[0], 8) } : slice,
  );
  const flags = await flagsOf([...slices, ...long]);
  expect(flags).toMatchObject([
    { code: 'cardiac/misaligned', level: 'review', planeId: 'sax-5/0', limit: 0.8 },
  ]);
  expect(flags[0]!.message).toContain('moved by 8 mm');
});

it('tells missing views, gaps, cover, tilt, beats and frames of reference', async () => {
  const [sax, four] = sampleCandidates();
  const slices = oneSliceEach(sax!);
  const gap = await flagsOf(slices.filter((_, n) => n !== 4));
  expect(codes(gap)).toEqual([
    'cardiac/view-missing',
    'cardiac/view-missing',
    'cardiac/view-missing',
    'cardiac/slice-gap',
  ]);
  expect(gap[3]).toMatchObject({
    unit: 'mm',
    message: expect.stringContaining(' 9 mm ') as string,
  });
  const short = await flagsOf([...slices.slice(3, 7), four!]);
  expect(short.find(({ code }) => code === 'cardiac/short-cover')).toMatchObject({ limit: 60 });
  const uneven = slices.map((slice, n) =>
    n > 4 ? { ...slice, originMm: plus(slice.originMm, slice.axes[2], 3) } : slice,
  );
  expect(codes(await flagsOf(uneven))).toContain('cardiac/uneven-slices');
  expect(codes(await flagsOf([slices[5]!, four!]))).toContain('cardiac/single-slice');
  expect(codes(await flagsOf([four!]))).toContain('cardiac/no-short-axis');
  const odd = {
    ...four!,
    frameOfReferenceUid: '9',
    phaseTimesMs: four!.phaseTimesMs!.map((t, n) => (n > 8 ? t + 160 : t)),
    rrIntervalMs: 1056,
  };
  expect(codes(await flagsOf([sax!, odd]))).toEqual(
    expect.arrayContaining([
      'cardiac/missing-frames',
      'cardiac/uneven-beat',
      'cardiac/frames-of-reference',
    ]),
  );
});
