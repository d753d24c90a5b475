import { describe, expect, it } from 'vitest';
import type { BeamRecord, PlanRecord } from '../../../../studies/dicom/rt/planning-records.ts';
import { upright } from '../../../../studies/volume/testing/grids.ts';
import { choosePlace, frameAt, type PlaceSources } from './match-place.ts';

const beam = (isocentreMm: BeamRecord['isocentreMm'], delivery = 'TREATMENT') =>
  ({ isocentreMm, delivery }) as BeamRecord;
const plan = {
  patientPosition: 'FFS',
  beams: [beam([9, 9, 9], 'SETUP'), beam([1, 2, 3])],
  isocentres: [
    { pointMm: [1, 2, 3], beams: [2] },
    { pointMm: [9, 9, 9], beams: [1] },
  ],
} as unknown as PlanRecord;
const nothing = { isocentreMm: null, scanIsocentreMm: null, position: null };

function chosen(more: Partial<PlaceSources>) {
  const sources = { params: nothing, plan: null, sharesFrame: false, projectionsIsocentreMm: null };
  const scan = upright([20, 20, 20], [2, 2, 2], [-19, -19, -19]);
  const { place, warnings } = choosePlace({ ...sources, scan, ...more });
  return { ...place, told: warnings.map(({ code }) => code.replace('positioning/', '')) };
}

describe('where the isocentre is', () => {
  it('is what was asked for, and nothing is told', () => {
    const params = { isocentreMm: [4, 5, 6], scanIsocentreMm: [7, 8, 9], position: 'HFP' } as const;
    const asked = { params: structuredClone(params) as PlaceSources['params'], plan };
    expect(chosen(asked)).toEqual({
      position: 'HFP',
      planIsocentreMm: [4, 5, 6],
      scanIsocentreMm: [7, 8, 9],
      told: [],
    });
  });

  it("is that of the plan's first beam that treats", () => {
    expect(chosen({ plan })).toMatchObject({ position: 'FFS', planIsocentreMm: [1, 2, 3] });
    expect(chosen({ plan }).told).toContain('several-isocentres');
  });

  it('is guessed without a plan, and each guess is told', () => {
    expect(chosen({})).toEqual({
      position: 'HFS',
      planIsocentreMm: null,
      scanIsocentreMm: [0, 0, 0],
      told: ['position-assumed', 'scan-isocentre-origin'],
    });
    const { frame, warnings } = frameAt(chosen({}), [3, 4, 5]);
    expect(frame).toMatchObject({ planIsocentreMm: [3, 4, 5], scanIsocentreMm: [0, 0, 0] });
    expect(warnings.map(({ code }) => code)).toEqual(['positioning/isocentre-assumed']);
  });

  it('of a scan in the same frame is that of the plan', () => {
    const found = chosen({ plan, sharesFrame: true });
    expect(found.scanIsocentreMm).toBeNull();
    expect(found.told).toContain('scan-isocentre-as-planned');
    expect(frameAt(found, [0, 0, 0]).frame.scanIsocentreMm).toEqual([1, 2, 3]);
  });

  it('of a scan with projections is theirs; of one that is far away the middle of its grid', () => {
    expect(chosen({ projectionsIsocentreMm: [1, 1, 1] }).scanIsocentreMm).toEqual([1, 1, 1]);
    const far = chosen({ scan: upright([5, 5, 5], [2, 2, 2], [100, 0, 0]) });
    expect(far.scanIsocentreMm).toEqual([104, 4, 4]);
    expect(far.told).toContain('scan-isocentre-middle');
  });
});
