import { describe, expect, it } from 'vitest';
import { aPlan, aPlanning, anRtImage } from '../../testing/planning.ts';
import { aSeries, aStudy, aVolume } from '../../testing/records.ts';
import { beamOf, isRtImage, rtImageFacts, rtImageOf } from './rt-image-facts.ts';

const image = anRtImage();
const planning = aPlanning({ plans: [aPlan()], rtImages: [image] });

describe('RT images', () => {
  it('are pictures of an RTIMAGE series, found by their volume', () => {
    const picture = aVolume({ id: 'v7', kind: 'picture', seriesUid: '7' });
    const of = (modality: string) => aStudy([aSeries([picture], { uid: '7', modality })]);
    expect(isRtImage(of('RTIMAGE'), picture)).toBe(true);
    expect(isRtImage(of('CR'), picture)).toBe(false);
    expect(rtImageOf(planning, 'v7')).toBe(image);
    expect(rtImageOf(planning, 'v1')).toBeNull();
    expect(rtImageOf(undefined, 'v7')).toBeNull();
  });

  it('tell the beam by its plan', () => {
    expect(beamOf(planning, image)).toMatchObject({
      planLabel: 'Boost',
      beam: { name: 'Tangent' },
    });
    const other = anRtImage({ beamNumber: 9 });
    expect(beamOf(planning, other)).toEqual({ planLabel: 'Boost', beam: null });
    expect(beamOf(planning, anRtImage({}, { planId: null }))).toBeNull();
  });
});

describe('facts of an RT image', () => {
  const keys = (facts: ReturnType<typeof rtImageFacts>) => facts.map(({ key }) => key);

  it('take the isocentre from the beam where the picture has none', () => {
    const facts = rtImageFacts(image.record, beamOf(planning, image));
    expect(facts.find(({ key }) => key === 'isocentre')?.values).toEqual([1, -2, 3]);
    expect(facts.find(({ key }) => key === 'beam')?.text).toBe('2 · Tangent');
    expect(facts.find(({ key }) => key === 'gantry')?.values).toEqual([0]);
  });

  it('leave out what is not given, except the main figures', () => {
    const bare = anRtImage({
      gantryDeg: null,
      sidMm: null,
      sadMm: null,
      planeSpacingMm: null,
      isocentreSpacingMm: null,
      machine: '',
      beamNumber: null,
      fraction: null,
    });
    const facts = rtImageFacts(bare.record, null);
    expect(keys(facts)).toEqual(['gantry', 'sid', 'sad']);
    expect(facts.every(({ values }) => values === null)).toBe(true);
  });
});
