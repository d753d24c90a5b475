import { describe, expect, it } from 'vitest';
import { presetIds } from '../../../studies/tomography/presets.ts';
import { messages } from '../../locale/i18n.ts';
import { aVolume } from '../../testing/records.ts';
import { presetOrbit } from './preset-orbit.ts';
import { simulateDefaults, simulateProblems } from './simulate-choice.ts';
import { canSimulate } from './use-simulate-target.ts';

describe('what can be simulated', () => {
  it('is a single scanned volume in HU with true lengths', () => {
    expect(canSimulate(aVolume({ kind: 'ct' }))).toBe(true);
    expect(canSimulate(aVolume({ kind: 'cbct' }))).toBe(true);
    expect(canSimulate(aVolume({ kind: 'mr', unit: 'signal' }))).toBe(false);
    expect(canSimulate(aVolume({ kind: 'ct', calibrated: false }))).toBe(false);
    expect(canSimulate(aVolume({ kind: 'ct', resultId: 'r1' }))).toBe(false);
    expect(canSimulate(undefined)).toBe(false);
  });
});

describe('the form', () => {
  it('starts with something that can be sent', () => {
    expect(simulateProblems(simulateDefaults())).toEqual([]);
  });

  it('says what keeps it from being sent', () => {
    const wrong = (given: object) => simulateProblems({ ...simulateDefaults(), ...given });
    expect(wrong({ views: '' })).toEqual(['simulate.problem.views']);
    expect(wrong({ views: 4 })).toEqual(['simulate.problem.views']);
    expect(wrong({ views: 401 })).toEqual(['simulate.problem.moreThanDense']);
    expect(wrong({ seed: -1 })).toEqual(['simulate.problem.seed']);
  });
});

describe('the drawing of a machine', () => {
  it('and its words are there for every preset', () => {
    const sentences = messages['simulate'] as Record<string, Record<string, string>>;
    for (const id of presetIds) {
      expect(presetOrbit(id, aVolume(), 50).anglesDeg).toHaveLength(50);
      expect(sentences['preset']?.[id]).toBeTruthy();
      expect(sentences['presetNote']?.[id]).toBeTruthy();
    }
  });

  it('shows a smaller, shifted panel for a half fan around the same field', () => {
    const full = presetOrbit('full-fan', aVolume(), 50);
    const half = presetOrbit('half-fan', aVolume(), 50);
    expect(half.detectorWidthMm).toBeLessThan(0.8 * full.detectorWidthMm);
    expect(half.detectorShiftMm?.[0]).toBeGreaterThan(0);
    expect(half.fieldOfViewRadiusMm).toBeCloseTo(full.fieldOfViewRadiusMm, 0);
  });
});
