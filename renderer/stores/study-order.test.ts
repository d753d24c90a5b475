import { describe, expect, it } from 'vitest';
import { aSeries, aStudy, aVolume } from '../testing/records.ts';
import { faceOf, filterStudies, sortStudies } from './study-order.ts';

const heart = aStudy(
  [aSeries([aVolume({ kind: 'cine' })], { modality: 'MR', description: 'SAX' })],
  {
    uid: 'heart',
    patientName: 'PHANTOM^Heart',
    date: '20250101',
    importedAt: '2026-03-01',
  },
);
const chest = aStudy([aSeries([aVolume()])], { uid: 'chest', importedAt: '2026-01-01' });
const all = [chest, heart];
const uids = (studies: { uid: string }[]) => studies.map((s) => s.uid);

describe('filterStudies', () => {
  it('wants every word, in patient, description, series or date', () => {
    expect(uids(filterStudies(all, 'phantom', ''))).toEqual(['chest', 'heart']);
    expect(uids(filterStudies(all, 'phantom sax', ''))).toEqual(['heart']);
    expect(uids(filterStudies(all, '2025', ''))).toEqual(['heart']);
    expect(uids(filterStudies(all, 'nobody', ''))).toEqual([]);
    expect(uids(filterStudies(all, '', 'CT'))).toEqual(['chest']);
  });
});

describe('sortStudies', () => {
  it('sorts by import, date and patient both ways', () => {
    expect(uids(sortStudies(all, { by: 'imported', down: true }))).toEqual(['heart', 'chest']);
    expect(uids(sortStudies(all, { by: 'date', down: true }))).toEqual(['chest', 'heart']);
    expect(uids(sortStudies(all, { by: 'patient', down: false }))).toEqual(['chest', 'heart']);
  });
});

describe('faceOf', () => {
  it('prefers volumes to localizers and pictures', () => {
    const picture = aVolume({ id: 'p', kind: 'picture', dims: [512, 512, 400] });
    const small = aVolume({ id: 'localizer', dims: [64, 64, 3] });
    const large = aVolume({ id: 'large' });
    expect(faceOf(aStudy([aSeries([picture, small, large])]))?.id).toBe('large');
    expect(faceOf(aStudy([]))).toBeUndefined();
  });
});
