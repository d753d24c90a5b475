import { describe, expect, it } from 'vitest';
import { identityMatrix } from '../../../../studies/dicom/rt/rigid-matrix.ts';
import { prepareVolume } from '../../../../studies/positioning/registration/prepare.ts';
import { bodyPhantom } from '../../../../studies/positioning/testing/body-phantom.ts';
import {
  matchError,
  movedBy,
  moveOf,
} from '../../../../studies/positioning/testing/known-offsets.ts';
import { upright } from '../../../../studies/volume/testing/grids.ts';
import { elastixOpinion } from './elastix-opinion.ts';

const planningGrid = upright([84, 60, 45], [4, 4, 4], [-166, -118, -88]);
const scanGrid = upright([80, 64, 46], [4, 4, 3.4], [-158, -126, -76]);
const fixed = prepareVolume(bodyPhantom('anna', planningGrid, { noiseHu: 20 }));
const scan = { noiseHu: 40, seed: 2 } as const;

// WebAssembly is slow to start where many share the processor.
describe('elastix', { timeout: 300_000 }, () => {
  it.each([
    ['a full scan', scan],
    ['a small field', { ...scan, fieldRadiusMm: 90 }],
  ])('finds a known offset of %s within 1 mm and 1 degree', async (_, options) => {
    const move = moveOf([2, -3, 2.5], [8, -6, 9]);
    const moving = prepareVolume(movedBy(bodyPhantom('anna', scanGrid, options), move));
    const found = await elastixOpinion(fixed, moving, identityMatrix);
    const { mm, deg } = matchError(found!.matrix, move);
    expect(mm).toBeLessThan(1);
    expect(deg).toBeLessThan(1);
  });

  it('begins at the start', async () => {
    const move = moveOf([0, 0, 90], [300, -200, 100]);
    // Undoes the move but for some millimetres.
    const start = moveOf([0, 0, -90], [200 + 5, 300 + 4, -100]);
    const moving = prepareVolume(movedBy(bodyPhantom('anna', scanGrid, scan), move));
    const found = await elastixOpinion(fixed, moving, start);
    expect(matchError(found!.matrix, move).mm).toBeLessThan(1);
  });

  it('has none where the volumes do not touch', async () => {
    const away = prepareVolume(
      movedBy(bodyPhantom('anna', scanGrid, scan), moveOf([0, 0, 0], [0, 0, 900])),
    );
    expect(await elastixOpinion(fixed, away, identityMatrix)).toBeNull();
  });

  it('stops when told', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(elastixOpinion(fixed, fixed, identityMatrix, signal)).rejects.toThrow('stopped');
  });
});
