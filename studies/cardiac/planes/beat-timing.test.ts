import { describe, expect, it } from 'vitest';
import { beatTiming, phaseAt } from './beat-timing.ts';

const even = (phases: number, stepMs: number, firstMs = 0) =>
  Array.from({ length: phases }, (_, n) => firstMs + n * stepMs);

describe('timing of a beat', () => {
  it('follows trigger times and the R-R interval', () => {
    const timing = beatTiming({ phases: 20, phaseTimesMs: even(20, 40, 10), rrIntervalMs: 800 });
    expect(timing).toMatchObject({ rrIntervalMs: 800, heartRate: 75, missingFrames: 0 });
    expect(timing.shares[1]).toBeCloseTo(50 / 800, 12);
  });

  it('takes frames times frame time without an R-R interval, or with one that is too short', () => {
    for (const rrIntervalMs of [null, 500, 0]) {
      const timing = beatTiming({ phases: 25, phaseTimesMs: even(25, 40), rrIntervalMs });
      expect(timing.heartRate).toBeCloseTo(60, 9);
    }
  });

  it('spreads phases evenly where times are missing or make no sense', () => {
    for (const phaseTimesMs of [null, [0, 0, 0, 0], [3, 2, 1, 0], [0, 1]])
      expect(beatTiming({ phases: 4, phaseTimesMs, rrIntervalMs: null })).toMatchObject({
        shares: [0, 0.25, 0.5, 0.75],
        heartRate: null,
        by: 'even',
      });
  });

  it('counts the frames that an arrhythmia or prospective triggering left out', () => {
    const times = even(24, 40).filter((_, n) => n !== 10 && n !== 11);
    const gap = beatTiming({ phases: 22, phaseTimesMs: times, rrIntervalMs: 960 });
    expect(gap.missingFrames).toBe(2);
    expect(gap.largestStep).toBeCloseTo(3, 9);
    const prospective = beatTiming({ phases: 20, phaseTimesMs: even(20, 40), rrIntervalMs: 1000 });
    expect(prospective.missingFrames).toBe(5);
  });

  it('blends neighbours, round the end of the beat too', () => {
    const timing = beatTiming({ phases: 4, phaseTimesMs: [100, 300, 500, 700], rrIntervalMs: 800 });
    expect(phaseAt(timing, 0.25)).toMatchObject({ before: 0, after: 1 });
    expect(phaseAt(timing, 0.25).weight).toBeCloseTo(0.5, 12);
    expect(phaseAt(timing, 0)).toMatchObject({ before: 3, after: 0 });
    expect(phaseAt(timing, 0).weight).toBeCloseTo(0.5, 12);
    expect(phaseAt(timing, 0.375)).toMatchObject({ before: 1, weight: 0 });
  });
});
