import { describe, expect, it } from 'vitest';
import type { CouchShift } from '../couch/couch-shift.ts';
import { judge } from './judge.ts';
import { toleranceTables } from './tables.ts';
import { groupErrors, patientTrend, vanHerkMm } from './trend.ts';

const still: CouchShift = {
  verticalMm: 0,
  longitudinalMm: 0,
  lateralMm: 0,
  pitchDeg: 0,
  rollDeg: 0,
  rotationDeg: 0,
};

describe('tolerance', () => {
  it('passes what lies on the limit', () => {
    const verdict = judge({ ...still, lateralMm: -3, rollDeg: 1.5 }, toleranceTables.standard);
    expect(verdict).toMatchObject({ table: 'Standard', pass: true, failed: [] });
  });

  it('names every axis that fails', () => {
    const shift = { ...still, lateralMm: 2.1, pitchDeg: -1.2 };
    expect(judge(shift, toleranceTables.tight).failed).toEqual([
      'lateralMm',
      'pitchDeg',
      'shiftMagnitudeMm',
      'turnMagnitudeDeg',
    ]);
    expect(judge(shift, toleranceTables.standard).pass).toBe(true);
  });

  it('fails by length although each axis passes', () => {
    const shift = { ...still, lateralMm: 0.8, verticalMm: 0.8, rollDeg: 0.4, pitchDeg: 0.4 };
    expect(judge(shift, toleranceTables.stereotactic).failed).toEqual([
      'shiftMagnitudeMm',
      'turnMagnitudeDeg',
    ]);
  });

  it('fails a number that is none', () => {
    expect(judge({ ...still, verticalMm: Number.NaN }, toleranceTables.standard).pass).toBe(false);
  });
});

describe('trend', () => {
  const of = (...lateral: number[]) => lateral.map((lateralMm) => ({ ...still, lateralMm }));

  it('gives mean and SD of a patient', () => {
    expect(patientTrend(of(1, 2, 3))!.lateralMm).toEqual({ mean: 2, sd: 1 });
    expect(patientTrend(of(4))!.lateralMm).toEqual({ mean: 4, sd: null });
    expect(patientTrend([])).toBeNull();
  });

  it('parts systematic from random error', () => {
    // Means 2, 4 and 6: systematic 2. SDs 1, 2 and 3: random sqrt(14 / 3).
    const errors = groupErrors([of(1, 2, 3), of(2, 4, 6), of(3, 6, 9)]).lateralMm;
    expect(errors.groupMean).toBeCloseTo(4, 12);
    expect(errors.systematic).toBeCloseTo(2, 12);
    expect(errors.random).toBeCloseTo(Math.sqrt(14 / 3), 12);
    expect(errors.marginMm).toBeCloseTo(5 + 0.7 * Math.sqrt(14 / 3), 12);
  });

  it('gives no margin of one patient, nor of turns', () => {
    expect(groupErrors([of(1, 2)]).lateralMm).toMatchObject({ systematic: null, marginMm: null });
    expect(groupErrors([of(1, 2), of(3, 4)]).rollDeg.marginMm).toBeNull();
  });

  it('has the margin of van Herk', () => {
    expect(vanHerkMm(3, 3)).toBeCloseTo(9.6, 12);
  });
});
