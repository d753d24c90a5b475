import { describe, expect, it } from 'vitest';
import { aDense } from '../../testing/dense.ts';
import { aPlane } from '../../testing/hearts.ts';
import type { Withheld } from '../../../studies/library/dense-records.ts';
import { choiceOf, densePreview, openingForm } from './dense-choice.ts';
import { denseRows, wayScores } from './dense-rows.ts';
import { FINE, fineLabels, fineSlice } from './fine-crop.ts';
import { nextMeasured, planeText } from './plane-text.ts';

describe('the form', () => {
  it('leaves the method to the card unless one was chosen', () => {
    expect(choiceOf(openingForm)).toEqual({
      targetMm: 2,
      phase: 'all',
      steps: 20,
      samples: 1,
      correctShifts: false,
      withhold: false,
      acrossWideGaps: false,
    });
    const asked = choiceOf({
      ...openingForm,
      method: 'linear',
      phase: 0,
      spread: true,
      effort: 'draft',
    });
    expect(asked).toMatchObject({ method: 'linear', phase: 0, samples: 4, steps: 10 });
  });

  it('foretells planes as the contract lays them', () => {
    const stack = [0, 1, 2, 3].map((slice) => aPlane({ slice, originMm: [0, 0, -9 * slice] }));
    expect(densePreview(stack, 2)).toEqual({
      slices: 4,
      gapMm: 9,
      widestMm: 9,
      stepMm: 1.8,
      made: 12,
    });
    expect(densePreview(stack.slice(0, 1), 2)).toBeNull();
    const aside = stack.map((plane) => ({ ...plane, used: false }));
    expect(densePreview(aside, 2)).toBeNull();
  });
});

describe('a plane', () => {
  const { planes } = aDense();
  it('says whether it was measured, and between which slices it was made', () => {
    expect(planeText(planes[5]!)).toBe('Measured slice 2');
    expect(planeText(planes[7]!)).toBe('Made between slice 2 and 3 (40 %)');
    expect(planeText({ ...planes[7]!, kind: 'wide' })).toContain('wide gap');
  });

  it('has measured neighbours', () => {
    expect([nextMeasured(planes, 5, 1), nextMeasured(planes, 4, -1)]).toEqual([10, 0]);
    expect([nextMeasured(planes, 10, 1), nextMeasured(planes, 0, -1)]).toEqual([10, 0]);
  });
});

describe('the numbers', () => {
  it('put discs, dense labels and mesh beside each other', () => {
    const rows = denseRows(aDense());
    expect(rows.map(({ name }) => name)).toEqual(['lvEdvMl', 'lvEsvMl', 'lvEfPct', 'lvMassG']);
    const [edv, esv, ef, mass] = rows;
    expect([edv!.discs!.value, edv!.dense!.value, edv!.mesh!.value]).toEqual([122.4, 120, 118]);
    expect(esv!.mesh!.value).toBe(47);
    expect(ef!.mesh!.value).toBeCloseTo((100 * (118 - 47)) / 118);
    expect(mass!.mesh).toBeNull();
  });

  it('take ED and ES as places among the phases that were made', () => {
    const given = { phases: [6, 7, 8, 9], edPhase: 3, esPhase: 2 };
    const [edv, esv] = denseRows(aDense(given));
    expect([edv!.mesh!.value, esv!.mesh!.value]).toEqual([89, 47]);
  });

  it('show no ejection fraction of one phase alone', () => {
    const still = aDense({ phases: [0], curves: { voxelMl: [120], meshMl: [118] } });
    expect(denseRows(still)[2]).toMatchObject({ name: 'lvEfPct', discs: null, dense: null });
  });

  it('name the best way of each score, ties included', () => {
    const scores = (psnrDb: number, ssim: number, lv: number | null) => ({
      psnrDb,
      ssim,
      dice: { lvCavity: lv, lvMyocardium: 0.8, rvCavity: null },
    });
    const held: Withheld[] = [
      {
        planeId: 'v1/1',
        gapMm: 20,
        phase: 0,
        by: { dmcvr: scores(28, 0.9, 0.95), linear: scores(25, 0.91, null) },
      },
      {
        planeId: 'v1/3',
        gapMm: 20,
        phase: 0,
        by: { dmcvr: scores(26, 0.88, null), linear: scores(27, 0.89, 0.9) },
      },
    ];
    const [dmcvr, linear] = wayScores(held);
    expect(dmcvr!.scores).toMatchObject({ psnrDb: 27, lvCavity: 0.95, rvCavity: null });
    expect([...dmcvr!.best]).toEqual(['psnrDb', 'lvCavity', 'lvMyocardium']);
    expect([...linear!.best]).toEqual(['ssim', 'lvMyocardium']);
  });
});

describe('a crop twice as fine', () => {
  it('keeps places: the middle of a crop pixel lies between two fine ones', () => {
    const { values, columns } = fineSlice((x, y) => x + 1000 * y);
    expect(columns).toBe(FINE);
    expect((values[0]! + values[1]!) / 2).toBeCloseTo(0 - 250, 5);
    expect((values[10 * FINE + 20]! + values[11 * FINE + 21]!) / 2).toBeCloseTo(10 + 5000, 3);
    const labels = fineLabels((x, y) => (x === 3 && y === 2 ? 1 : 0));
    expect(labels.reduce((sum, one) => sum + one, 0)).toBe(4);
    expect(labels[5 * FINE + 7]).toBe(1);
  });
});
