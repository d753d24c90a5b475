import { describe, expect, it } from 'vitest';
import { aHeart, aHeartPlanes, aMeasure, aPlane } from '../../testing/hearts.ts';
import { inConvention } from './convention.ts';
import { isOutdated } from './heart-outdated.ts';
import { measureRows, measureText, surfaceOf } from './measure-rows.ts';
import { inOrder, neighbourSlice, openingPlane, planeGroups } from './plane-groups.ts';

describe('inConvention', () => {
  const { measures } = aHeart();

  it('moves papillary muscles from the cavity to the mass and keeps the stroke volume', () => {
    const mass = inConvention(measures, 'in-mass', 10);
    expect(mass.lvEdvMl?.value).toBe(150);
    expect(mass.lvEsvMl?.value).toBe(54);
    expect(mass.lvSvMl).toEqual(measures.lvSvMl);
    expect(mass.lvMassG?.value).toBeCloseTo(120.5);
    expect(mass.lvEfPct?.value).toBeCloseTo((100 * 96) / 150);
  });

  it('leaves them where the muscles are not known', () => {
    expect(inConvention(measures, 'in-mass', null)).toBe(measures);
    expect(inConvention(measures, 'in-volume', 10)).toBe(measures);
  });
});

describe('measureRows', () => {
  const names = ['lvEdvMl', 'lvEfPct', 'rvEdvMl'] as const;

  it('leaves out what cannot be had and indexes only with height and weight', () => {
    const rows = measureRows(aHeart(), names, 'in-volume', null);
    expect(rows.map(({ name }) => name)).toEqual(['lvEdvMl', 'lvEfPct']);
    expect(rows[0]?.indexed).toBeNull();
    const [edv] = measureRows(aHeart(), names, 'in-volume', 2);
    expect(edv?.indexed?.value).toBe(80);
    for (const row of measureRows(aHeart(), ['lvEdvMl', 'lvMassG'], 'in-volume', 2)) {
      const of = row.band?.band.indexed ? row.indexed : row.reported;
      expect(row.band?.value).toBe(row.band && of?.value);
    }
  });

  it('changes values and bands with the convention', () => {
    const [inVolume] = measureRows(aHeart(), names, 'in-volume', null);
    const [inMass] = measureRows(aHeart(), names, 'in-mass', null);
    expect(inVolume?.reported.value).toBe(160);
    expect(inMass?.reported.value).toBe(150);
    expect(inVolume?.band?.band.convention).not.toBe('in-mass');
    expect(inMass?.band?.band.convention ?? 'in-mass').not.toBe('in-volume');
  });

  it('shows the model beside edited contours and says where both differ', () => {
    const head = { ...aHeart().head, lvEfPct: aMeasure(70) };
    const edited = { ...aHeart().masks, measures: { lvEfPct: aMeasure(55) } };
    const heart = aHeart({
      head,
      edited,
      measuresBy: 'edited',
      measures: { ...head, lvEfPct: aMeasure(55) },
    });
    const [ef] = measureRows(heart, ['lvEfPct'], 'in-volume', null);
    expect(ef?.reported.value).toBe(55);
    expect(ef?.model?.value).toBe(70);
    expect(ef?.disagrees).toBe(true);
    expect(measureRows(aHeart(), ['lvEfPct'], 'in-volume', null)[0]?.disagrees).toBe(false);
  });

  it('takes height and weight as put right before those of the header', () => {
    const { corrections } = aHeartPlanes();
    const heart = aHeart({ bodySurfaceM2: 1.8 });
    expect(surfaceOf(heart, corrections)).toBe(1.8);
    expect(surfaceOf(heart, { ...corrections, heightCm: 180, weightKg: 80 })).toBeCloseTo(2);
    expect(surfaceOf(aHeart(), { ...corrections, heightCm: 180 })).toBeNull();
  });

  it('writes the digits that mean something', () => {
    expect(measureText(159.6, 'ml')).toBe('160');
    expect(measureText(4.44, 'lMin')).toBe('4.4');
  });
});

describe('isOutdated', () => {
  const now = aHeartPlanes();
  const corrected = (change: Partial<typeof now.corrections>) => ({
    ...now,
    corrections: { ...now.corrections, ...change },
  });

  it('is silent while nothing changed, height and weight included', () => {
    expect(isOutdated(aHeart(), now)).toBe(false);
    expect(isOutdated(aHeart(), corrected({ heightCm: 180, weightKg: 80 }))).toBe(false);
    expect(isOutdated(aHeart(), corrected({ esPhase: 2 }))).toBe(false);
  });

  it('sees views, planes taken out, the middle, and the phases', () => {
    const planes = now.planes.map((plane, n) => (n === 3 ? { ...plane, used: false } : plane));
    expect(isOutdated(aHeart(), { ...now, planes })).toBe(true);
    expect(isOutdated(aHeart(), corrected({ esPhase: 3 }))).toBe(true);
    expect(isOutdated(aHeart(), corrected({ centreMm: [8, 6, 10] }))).toBe(true);
    const frame = { ...aHeart().frame, originBy: 'user' as const };
    expect(isOutdated(aHeart({ frame }), corrected({ centreMm: [8, 6, 10] }))).toBe(false);
    expect(isOutdated(aHeart({ frame }), now)).toBe(true);
  });
});

describe('planes in the list', () => {
  const planes = [
    aPlane({ volumeId: 'x', view: 'other' }),
    aPlane({ volumeId: 'l', view: '4ch' }),
    aPlane({ slice: 2, order: 0 }),
    aPlane({ slice: 1, order: 1 }),
    aPlane({ slice: 0, order: 2 }),
    aPlane({ volumeId: 'd', view: '2ch', used: false, reason: 'A duplicate.' }),
  ];

  it('stand from base to apex, then long axes, then the rest, then what is set aside', () => {
    expect(planeGroups(planes).map(({ name }) => name)).toEqual(['sax', 'long', 'other', 'aside']);
    expect(inOrder(planes).map(({ id }) => id)).toEqual([
      'v1/2',
      'v1/1',
      'v1/0',
      'l/0',
      'x/0',
      'd/0',
    ]);
    expect(openingPlane(planes)?.id).toBe('v1/1');
    expect(openingPlane([])).toBeUndefined();
  });

  it('have neighbours only inside the stack', () => {
    expect(neighbourSlice(planes, planes[2]!, 1)?.id).toBe('v1/1');
    expect(neighbourSlice(planes, planes[2]!, -1)).toBeUndefined();
    expect(neighbourSlice(planes, planes[1]!, 1)).toBeUndefined();
  });
});
