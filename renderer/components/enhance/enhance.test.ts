import { describe, expect, it } from 'vitest';
import { aCard, aVolume } from '../../testing/records.ts';
import { cellText, numberTables } from './card-numbers.ts';
import { canEnhance, scopeFlags } from './scope.ts';

const flags = (given: Parameters<typeof aVolume>[0]) =>
  scopeFlags(aVolume(given), aCard()).map((flag) => flag.key);

describe('scopeFlags', () => {
  it('is silent inside the training range', () => {
    expect(flags({})).toEqual([]);
    expect(flags({ spacingMm: [1.6, 1.6, 3.7] })).toEqual([]);
  });

  it('names what lies outside', () => {
    expect(flags({ views: 20 })).toEqual(['enhance.scope.views']);
    expect(flags({ views: null })).toEqual(['enhance.scope.viewsUnknown']);
    expect(flags({ spacingMm: [0.7, 0.7, 2.5] })).toEqual(['enhance.scope.spacing']);
    expect(flags({ kind: 'ct' })).toEqual(['enhance.scope.notCbct']);
    expect(flags({ lossy: true })).toEqual(['enhance.scope.lossy']);
  });
});

describe('canEnhance', () => {
  it('takes acquired CT and CBCT in HU only', () => {
    expect(canEnhance(aVolume())).toBe(true);
    expect(canEnhance(aVolume({ kind: 'mr', unit: 'signal' }))).toBe(false);
    expect(canEnhance(aVolume({ unit: 'none' }))).toBe(false);
    expect(canEnhance(aVolume({ resultId: 'r1' }))).toBe(false);
    expect(canEnhance(undefined)).toBe(false);
  });
});

describe('numberTables', () => {
  it('keeps phantoms and real scans apart and every row, the losing ones too', () => {
    const rows = [
      { set: 'phantom', method: 'FDK', psnrDb: 27.1 },
      { set: 'real', method: 'TV', psnrDb: 35 },
      { set: 'real', method: 'MInDI-3D', psnrDb: 33, gainDb: 5 },
    ];
    const tables = numberTables(rows);
    expect(tables.map((t) => [t.kind, t.rows.length])).toEqual([
      ['phantom', 1],
      ['real', 2],
    ]);
    expect(tables[1]?.columns).toEqual(['method', 'psnrDb', 'gainDb']);
  });

  it('keeps single cases apart from their mean', () => {
    const rows = [
      { set: 'real', case: 'mean', psnrDb: 33 },
      { set: 'real', case: 'patient-1', psnrDb: 31 },
      { set: 'real', case: 'patient-2', psnrDb: 35 },
    ];
    const tables = numberTables(rows);
    expect(tables.map((t) => [t.means, t.columns, t.rows.length])).toEqual([
      [true, ['psnrDb'], 1],
      [false, ['case', 'psnrDb'], 2],
    ]);
  });

  it('has one table where the rows tell no kind', () => {
    expect(numberTables([{ method: 'FDK' }])).toMatchObject([{ kind: 'all' }]);
    expect(numberTables([])).toEqual([]);
  });

  it('writes cells as people read them', () => {
    expect(cellText(33.12345)).toBe('33.123');
    expect(cellText(null)).toBe('–');
    expect(cellText([1, 2])).toBe('1 – 2');
    expect(cellText({ mean: 1.5 })).toBe('mean 1.5');
  });
});
