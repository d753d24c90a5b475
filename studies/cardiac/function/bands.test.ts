import { describe, expect, test } from 'vitest';
import type { HeartMeasures } from '../../library/heart-records.ts';
import { bodySurfaceM2, indexedMeasures } from './body-surface.ts';
import { disagreement } from './disagreement.ts';
import { ejectionClass } from './ejection-classes.ts';
import { bandFor, bandStatus } from './reference-bands.ts';
import { referenceBands } from './reference-table.ts';
import { changeBeyondRepeatability } from './repeatability.ts';

const at = (value: number) => ({ value, low: value - 1, high: value + 1 });

describe('body surface', () => {
  test('Mosteller, and nothing without height or weight', () => {
    expect(bodySurfaceM2(180, 80)).toBeCloseTo(2, 10);
    expect(bodySurfaceM2(null, 80)).toBeNull();
    expect(bodySurfaceM2(180, null)).toBeNull();
    expect(bodySurfaceM2(0, 80)).toBeNull();
  });

  test('indexed values: volumes and mass, never EF', () => {
    const measures: HeartMeasures = { lvEdvMl: at(160), lvEfPct: at(60) };
    expect(indexedMeasures(measures, 2)).toEqual({ lvEdvMl: { value: 80, low: 79.5, high: 80.5 } });
    expect(indexedMeasures(measures, null)).toEqual({});
  });
});

describe('reference bands', () => {
  const man = { sex: 'M', ageYears: 60, convention: 'in-volume', indexed: false } as const;

  test('the convention chooses the source', () => {
    expect(bandFor('lvEdvMl', man)).toMatchObject({ mean: 166, sd: 32, ageChecked: true });
    expect(bandFor('lvEdvMl', { ...man, convention: 'in-mass' })).toMatchObject({
      mean: 160,
      source: 'Kawel-Boehm 2015 and 2020, table 2',
    });
    expect(bandFor('lvEfPct', { ...man, sex: 'F' })).toMatchObject({ low: 51, high: 70 });
  });

  test('no band of another convention is lent', () => {
    for (const convention of ['in-volume', 'in-mass'] as const)
      for (const row of referenceBands) {
        const { measure, indexed } = row;
        for (const sex of ['M', 'F']) {
          const band = bandFor(measure, { sex, ageYears: 50, convention, indexed });
          if (band) expect([convention, 'any']).toContain(band.convention);
        }
      }
  });

  test('no sex, no band; ages outside the group, none', () => {
    expect(bandFor('lvEdvMl', { ...man, sex: '' })).toBeNull();
    expect(bandFor('lvEdvMl', { ...man, sex: 'O' })).toBeNull();
    expect(bandFor('lvEdvMl', { ...man, ageYears: 30 })).toBeNull();
    expect(bandFor('lvEdvMl', { ...man, ageYears: 12, convention: 'in-mass' })).toBeNull();
    expect(bandFor('lvEdvMl', { ...man, ageYears: null })).toMatchObject({ ageChecked: false });
    expect(bandFor('mitralTravelMm', { ...man, sex: '' })).toMatchObject({ low: 14, high: 19 });
  });

  test('thickening and atrial minimum have none', () => {
    expect(bandFor('laMinMl', man)).toBeNull();
  });

  test('below, within, above; an open side never calls', () => {
    const band = bandFor('rvEfPct', man)!;
    expect(band).toMatchObject({ low: 44, high: null });
    expect([bandStatus(40, band), bandStatus(44, band), bandStatus(90, band)]).toEqual([
      'below',
      'within',
      'within',
    ]);
    expect(bandStatus(250, bandFor('lvEdvMl', man)!)).toBe('above');
  });

  test('every row has limits in order and a source', () => {
    for (const { low, high, source } of referenceBands) {
      expect(source.length).toBeGreaterThan(5);
      if (low !== null && high !== null) expect(low).toBeLessThan(high);
    }
  });

  test('heart failure classes go by the whole percent', () => {
    const names = [40.4, 40.6, 49.4, 49.6].map((ef) => ejectionClass(ef).name);
    expect(names).toEqual(['reduced', 'mildlyReduced', 'mildlyReduced', 'preserved']);
  });
});

describe('head against masks', () => {
  test('quiet within 5 points and 15 %', () => {
    const head: HeartMeasures = { lvEfPct: at(60), lvEdvMl: at(150) };
    expect(disagreement(head, { lvEfPct: at(56), lvEdvMl: at(170) })).toEqual([]);
    expect(disagreement(head, {})).toEqual([]);
  });

  test('says which, with the number and its limit', () => {
    const flags = disagreement(
      { lvEfPct: at(60), lvEdvMl: at(150), rvEdvMl: at(100) },
      { lvEfPct: at(52.5), lvEdvMl: at(180), rvEdvMl: at(150) },
    );
    expect(flags.map(({ code, value, limit }) => [code, value, limit])).toEqual([
      ['heart/ef-disagrees', 7.5, 5],
      ['heart/volume-disagrees', 40, 15],
    ]);
    expect(flags[0]!.message).toBe(
      'The ejection fraction reads 60 % by the model and 52.5 % by its contours: 7.5 points apart.',
    );
    expect(flags[1]!.message).toContain('RV EDV');
  });
});

describe('change over time', () => {
  test('EF: 6 points by the same method, 10 across', () => {
    expect(changeBeyondRepeatability('lvEfPct', 60, 53, true)).toMatchObject({
      difference: -7,
      band: 6,
      beyond: true,
    });
    expect(changeBeyondRepeatability('lvEfPct', 60, 53, false)!.beyond).toBe(false);
    expect(changeBeyondRepeatability('rvEdvMl', 60, 90, true)).toBeNull();
  });
});
