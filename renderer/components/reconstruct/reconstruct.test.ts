import { describe, expect, it } from 'vitest';
import { aJob, aScan, aVolume } from '../../testing/records.ts';
import { measuredRate, memoryOf, secondsOf, workOf } from './effort.ts';
import { coveringGrid, isGrid, suggestedSpacing } from './grid-choice.ts';
import { scanFacts } from '../projections/scan-facts.ts';

describe('the suggested grid', () => {
  it('covers the field of view with a size the detector can give', () => {
    const scan = aScan();
    const spacing = suggestedSpacing(scan);
    const { diameter, height } = scanFacts(scan).fieldOfViewMm;
    const [x, y, z] = coveringGrid(scan, spacing);
    expect(spacing).toBe(2);
    expect([x, y]).toEqual([x, x]);
    expect(x * spacing).toBeGreaterThanOrEqual(diameter);
    expect((x - 8) * spacing).toBeLessThan(diameter);
    expect(z * spacing).toBeGreaterThanOrEqual(height);
    expect(isGrid([x, y, z])).toBe(true);
  });

  it('does not claim detail that a coarse detector does not have', () => {
    expect(suggestedSpacing(aScan({ columns: 32, rows: 24, pixelMm: [8, 8] }))).toBe(5);
  });

  it('is refused with a side that is empty, broken or out of reach', () => {
    expect(isGrid([128, 128, ''])).toBe(false);
    expect(isGrid([128, 128, 12.5])).toBe(false);
    expect(isGrid([128, 128, 8])).toBe(false);
    expect(isGrid([128, 4096, 128])).toBe(false);
  });
});

describe('what a reconstruction costs', () => {
  const fdk = { method: 'fdk', dims: [100, 100, 100], views: 50, iterations: 1 } as const;
  const tv = { ...fdk, method: 'os-sart-tv', iterations: 10 } as const;

  it('grows with voxels, views and iterations', () => {
    expect(workOf(fdk)).toBe(5e7);
    expect(workOf({ ...fdk, views: 100 })).toBe(1e8);
    expect(workOf(tv)).toBeGreaterThan(10 * workOf(fdk));
    expect(memoryOf(tv, 1000)).toBeGreaterThan(memoryOf(fdk, 1000));
  });

  it('is told from what this computer has done, once it has', () => {
    const volume = aVolume({
      id: 'made',
      dims: [100, 100, 100],
      reconstruction: { method: 'fdk', views: 50, hannCutOff: 1, iterations: 1 },
    });
    const job = aJob({
      kind: 'reconstruct',
      state: 'done',
      made: { projections: [], volumes: ['made'] },
      startedAt: '2026-02-01T00:00:00Z',
      finishedAt: '2026-02-01T00:00:05Z',
    });
    const find = (id: string) => (id === 'made' ? volume : undefined);
    expect(measuredRate('fdk', [], find)).toBeNull();
    expect(measuredRate('fdk', [aJob()], find)).toBeNull();
    const rate = measuredRate('os-sart', [job], find);
    expect(rate).toBe(1e7);
    expect(secondsOf({ ...fdk, views: 200 }, rate, 1)).toBe(20);
    expect(secondsOf(fdk, null, 4)).toBeLessThan(secondsOf(fdk, null, 1));
  });
});
