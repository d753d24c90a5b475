import { describe, expect, it } from 'vitest';
import { aSeries, aStudy, aVolume } from '../../testing/records.ts';
import { acquired, cineTogether, denseReference, sameGrid } from './strip.ts';

describe('acquired', () => {
  it('orders by series number and leaves model outputs to the results', () => {
    const late = aSeries([aVolume({ id: 'late' })], { number: 9 });
    const none = aSeries([aVolume({ id: 'none' })], { number: null });
    const early = aSeries([aVolume({ id: 'early' }), aVolume({ id: 'made', resultId: 'r' })]);
    const ids = acquired(aStudy([none, late, early])).map((entry) => entry.volume.id);
    expect(ids).toEqual(['early', 'late', 'none']);
  });
});

describe('denseReference', () => {
  const sparse = aVolume({ id: 'sparse', views: 50 });
  const of = (...volumes: ReturnType<typeof aVolume>[]) =>
    denseReference(aStudy([aSeries([sparse, ...volumes])]), sparse)?.id;

  it('is acquired, on the same grid and has more projections', () => {
    expect(of(aVolume({ id: 'dense', views: 400 }))).toBe('dense');
    expect(of(aVolume({ id: 'unknown', views: null }))).toBe('unknown');
    expect(of(aVolume({ id: 'unknown', views: null }), aVolume({ id: 'd', views: 400 }))).toBe('d');
    expect(of(aVolume({ id: 'fewer', views: 25 }))).toBeUndefined();
    expect(of(aVolume({ id: 'made', views: 400, resultId: 'r' }))).toBeUndefined();
    expect(of(aVolume({ id: 'moved', views: 400, originMm: [0, 0, 0] }))).toBeUndefined();
    expect(of(aVolume({ id: 'smaller', views: 400, dims: [64, 64, 64] }))).toBeUndefined();
  });
});

describe('sameGrid', () => {
  it('allows rounding and nothing more', () => {
    const a = aVolume();
    expect(sameGrid(a, aVolume({ originMm: [-160.001, -160, -120] }))).toBe(true);
    expect(sameGrid(a, aVolume({ originMm: [-159.9, -160, -120] }))).toBe(false);
    expect(sameGrid(a, aVolume({ spacingMm: [2.5, 2.5, 2.6] }))).toBe(false);
  });
});

describe('cineTogether', () => {
  it('puts the chosen one first', () => {
    const cine = (id: string) => aVolume({ id, kind: 'cine', phases: 25 });
    const sax = cine('sax');
    const study = aStudy([aSeries([cine('2ch'), sax, aVolume({ id: 'ct' })])]);
    expect(cineTogether(study, sax).map((v) => v.id)).toEqual(['sax', '2ch']);
  });
});
