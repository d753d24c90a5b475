import { describe, expect, it } from 'vitest';
import { assemble } from './assemble.ts';
import type { AssembledVolume } from './assembled.ts';
import { cineSlice, coronal, shuffled, type CineOptions } from './testing/headers.ts';

const codes = (volume: AssembledVolume) => volume.warnings.map((w) => w.code);
const shape = (volumes: AssembledVolume[]) =>
  volumes.map((v) => `${v.kind} ${v.geometry.dims[2]}x${v.phases}`).sort();
const stack = (places: readonly number[], options: CineOptions = {}) =>
  places.flatMap((z) => cineSlice('s', z, options));
const ownSeries = (places: readonly number[], options: CineOptions = {}) =>
  places.flatMap((z, n) =>
    cineSlice(`s${n}`, z, { ...options, header: { seriesNumber: n + 1, ...options.header } }),
  );

describe('a cine stack', () => {
  it('is slices by phases, by trigger time', () => {
    const [volume, ...others] = assemble(shuffled(stack([0, 8, 16])));
    expect(others).toEqual([]);
    expect(shape([volume!])).toEqual(['cine 3x4']);
    expect(volume!.frames[2]!.map((ref) => ref!.id)).toEqual(['s/0/2', 's/8/2', 's/16/2']);
    expect(volume!.phaseTimesMs).toEqual([5, 45, 85, 125]);
    expect([volume!.rrIntervalMs, volume!.unit]).toEqual([800, 'signal']);
    expect(volume!.warnings).toEqual([]);
  });

  it('follows trigger time against the instance numbers', () => {
    const files = cineSlice('s', 0).map(({ id, header }, n) => ({
      id,
      header: { ...header, instanceNumber: 100 - n },
    }));
    expect(assemble(files)[0]!.frames.map(([ref]) => ref!.id)).toEqual([
      's/0/0',
      's/0/1',
      's/0/2',
      's/0/3',
    ]);
  });

  it.each([
    ['temporal position', { temporalPosition: 1 }],
    ['acquisition time', { acquisitionTimeMs: 1 }],
  ])('falls back on %s', (_, keys) => {
    const files = cineSlice('s', 0).map(({ id, header }, n) => {
      const frame = { ...header.image!.frames[0]!, triggerTimeMs: 0 };
      for (const key of Object.keys(keys)) Object.assign(frame, { [key]: 400 - 40 * n });
      return { id, header: { ...header, image: { ...header.image!, frames: [frame] } } };
    });
    const [volume] = assemble(shuffled(files));
    expect(volume!.frames.map(([ref]) => ref!.id)).toEqual(['s/0/3', 's/0/2', 's/0/1', 's/0/0']);
  });

  it('takes a heart rate where the interval is missing, and neither when they make no sense', () => {
    const rr = (header: object) => assemble(stack([0, 8], { header }))[0]!.rrIntervalMs;
    expect(rr({ rrIntervalMs: null, heartRateBpm: 75 })).toBe(800);
    expect(rr({ rrIntervalMs: 0, heartRateBpm: 0 })).toBeNull();
  });

  it('has no play rate when its phases lie seconds apart', () => {
    const [volume] = assemble(stack([0, 8], { stepMs: 5000 }));
    expect([volume!.phases, volume!.phaseTimesMs]).toEqual([4, null]);
  });
});

describe('each slice a series of its own', () => {
  it('makes one stack, home in the first series', () => {
    const [volume, ...others] = assemble(shuffled(ownSeries([0, 8, 16, 24])));
    expect(others).toEqual([]);
    expect(shape([volume!])).toEqual(['cine 4x4']);
    expect(volume!.seriesUids).toEqual(['s0', 's1', 's2', 's3']);
    expect(volume!.warnings).toEqual([]);
  });

  it('does not join long-axis planes or another size', () => {
    const volumes = assemble([
      ...ownSeries([0, 8, 16]),
      ...cineSlice('lax', 0, { frame: coronal }),
      ...cineSlice('wide', 24, { image: { columns: 8 } }),
    ]);
    expect(shape(volumes)).toEqual(['cine 1x4', 'cine 1x4', 'cine 3x4']);
  });

  it('lets a slice off the line stand apart', () => {
    const volumes = assemble([
      ...ownSeries([0, 8, 16, 24]),
      ...cineSlice('off', 32, { positionMm: [25, 0, 32] }),
    ]);
    expect(shape(volumes)).toEqual(['cine 1x4', 'cine 4x4']);
  });

  it('takes the later of two scans of one slice and keeps the earlier', () => {
    const volumes = assemble([
      ...ownSeries([0, 8, 16]),
      ...cineSlice('again', 8, { header: { seriesNumber: 9 } }),
    ]);
    expect(shape(volumes)).toEqual(['cine 1x4', 'cine 3x4']);
    const joined = volumes.find((v) => v.geometry.dims[2] === 3)!;
    expect(joined.seriesUids).toEqual(['s0', 's2', 'again']);
    expect(codes(joined)).toContain('assemble/repeated-slice');
  });

  it('keeps two whole stacks of the same places apart', () => {
    const volumes = assemble([
      ...[0, 8, 16].flatMap((z) => cineSlice('a', z, { header: { seriesNumber: 1 } })),
      ...[0, 8, 16].flatMap((z) => cineSlice('b', z, { header: { seriesNumber: 2 } })),
    ]);
    expect(shape(volumes)).toEqual(['cine 3x4', 'cine 3x4']);
  });

  it('does not bend a whole stack for a stray slice between its own', () => {
    const volumes = assemble([...stack([0, 8, 16, 24]), ...cineSlice('stray', 11)]);
    expect(shape(volumes)).toEqual(['cine 1x4', 'cine 4x4']);
    for (const volume of volumes) expect(volume.plan.kind).toBe('direct');
  });

  it('reports a slice with another number of phases and leaves it apart', () => {
    const volumes = assemble([
      ...ownSeries([0, 8, 16]),
      ...cineSlice('short', 24, { phases: 3, header: { seriesNumber: 8 } }),
    ]);
    expect(shape(volumes)).toEqual(['cine 1x3', 'cine 3x4']);
    expect(codes(volumes.find((v) => v.phases === 4)!)).toContain('assemble/unequal-phases');
    expect(codes(volumes.find((v) => v.phases === 3)!)).toContain('assemble/odd-phase-count');
  });
});

describe('flawed cine', () => {
  it('sets slices with missing phases apart and blanks their places', () => {
    const files = stack([0, 8, 16, 24]).filter(({ id }) => id !== 's/8/2');
    const volumes = assemble(files);
    expect(shape(volumes)).toEqual(['cine 1x3', 'cine 4x4']);
    const whole = volumes.find((v) => v.phases === 4)!;
    expect(whole.frames[0]!.map((ref) => ref?.id ?? null)).toEqual([
      's/0/0',
      null,
      's/16/0',
      's/24/0',
    ]);
    expect(codes(whole)).toEqual(['assemble/unequal-phases', 'assemble/missing-slices']);
  });

  it('sets a copy of one image aside', () => {
    const files = stack([0, 8]);
    const copy = { ...files[1]!, id: 'copy' };
    const [volume, ...others] = assemble([...files, copy]);
    expect(others).toEqual([]);
    expect(volume!.warnings).toMatchObject([{ code: 'assemble/duplicates', params: { count: 1 } }]);
  });

  it('keeps magnitude and phase images apart', () => {
    const velocity = { header: { imageType: ['ORIGINAL', 'PRIMARY', 'P'] } };
    const volumes = assemble([...stack([0, 8]), ...stack([0, 8], velocity)]);
    expect(shape(volumes)).toEqual(['cine 2x4', 'cine 2x4']);
  });
});
