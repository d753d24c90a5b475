import { describe, expect, it } from 'vitest';
import { aPlanning, aStructure, aStructureSet } from '../../testing/planning.ts';
import { aVolume } from '../../testing/records.ts';
import { structureOffers } from './structure-sets.ts';

const heart = aStructure();
const empty = aStructure({ number: 2, name: 'Later', contours: 0 });
const elsewhere = aStructure({ number: 3, name: 'Phantom', frameOfReferenceUid: '9.9' });
const planning = aPlanning({ structureSets: [aStructureSet([heart, empty, elsewhere])] });
const numbers = (volume: Parameters<typeof aVolume>[0], from = planning) =>
  structureOffers(aVolume(volume), from).map(({ structures }) =>
    structures.map(({ number }) => number),
  );

describe('structure sets of a volume', () => {
  it('are those of its frame of reference, drawn on it or not', () => {
    expect(structureOffers(aVolume(), planning)).toMatchObject([
      {
        id: 'rs1',
        label: 'CT_1',
        structures: [
          { number: 1, name: 'Heart', drawn: true },
          { number: 2, name: 'Later', drawn: false },
        ],
      },
    ]);
    // A restored volume, which the engine had not made when the sets were read.
    expect(numbers({ id: 'restored', resultId: 'r1' })).toEqual([[1, 2]]);
    expect(numbers({ id: 'other', frameOfReferenceUid: '1.2.8' })).toEqual([]);
    expect(numbers({ id: 'none', frameOfReferenceUid: null })).toEqual([]);
  });

  it('may name another frame than the volume that they were drawn on', () => {
    expect(numbers({ frameOfReferenceUid: '1.2.8' })).toEqual([[1, 2]]);
  });

  it('are none for pictures, cines and single slices, and where nothing was drawn', () => {
    expect(numbers({ kind: 'picture' })).toEqual([]);
    expect(numbers({ kind: 'cine' })).toEqual([]);
    expect(numbers({ dims: [64, 64, 1] })).toEqual([]);
    const bare = aPlanning({ structureSets: [aStructureSet([empty])] });
    expect(numbers({}, bare)).toEqual([]);
  });

  it('tell what is broken about their references', () => {
    const warning = { code: 'planning/images-by-frame', params: {}, message: 'Found by frame.' };
    const set = aStructureSet([heart], { warnings: [warning] });
    const [offer] = structureOffers(aVolume(), aPlanning({ structureSets: [set] }));
    expect(offer?.warnings).toEqual(['Found by frame.']);
  });
});
