import { describe, expect, it } from 'vitest';
import { BeatClock, beatOf, phaseAt } from './beat.ts';

const evenly = (phases: number, stepMs: number, from = 0) =>
  Array.from({ length: phases }, (_, n) => from + n * stepMs);

describe('the beat from a header', () => {
  it('takes R-R and trigger times as they are', () => {
    const beat = beatOf({ phases: 25, phaseTimesMs: evenly(25, 32, 11), rrIntervalMs: 800 });
    expect(beat.trueFps).toBeCloseTo(31.25);
    expect(beat.heartRate).toBe(75);
    expect(beat.fromHeader).toBe(true);
    expect(phaseAt(beat, 0)).toBe(0);
    expect(phaseAt(beat, 0.5)).toBe(12);
    expect(phaseAt(beat, 0.9999)).toBe(24);
  });

  it('keeps uneven phases uneven', () => {
    const beat = beatOf({ phases: 3, phaseTimesMs: [0, 100, 700], rrIntervalMs: 1000 });
    expect([0.05, 0.2, 0.6, 0.75].map((share) => phaseAt(beat, share))).toEqual([0, 1, 1, 2]);
  });

  it('never hides a phase behind an R-R that is too short, nor trusts times that do not rise', () => {
    const short = beatOf({ phases: 20, phaseTimesMs: evenly(20, 50), rrIntervalMs: 600 });
    expect(short.periodMs).toBe(1000);
    const broken = beatOf({ phases: 3, phaseTimesMs: [0, 0, 0], rrIntervalMs: 900 });
    expect(broken.startsMs).toEqual([0, 300, 600]);
  });

  it('says so when the rate is a guess', () => {
    const beat = beatOf({ phases: 25, phaseTimesMs: null, rrIntervalMs: null });
    expect(beat).toMatchObject({ trueFps: 25, heartRate: null, fromHeader: false });
  });
});

describe('the clock', () => {
  it('follows elapsed time whatever frames were missed, and keeps its place through changes', () => {
    const clock = new BeatClock(1000);
    clock.play(5000);
    expect(clock.shareAt(5250)).toBeCloseTo(0.25);
    expect(clock.shareAt(8250)).toBeCloseTo(0.25);
    clock.set(1000, 0.5, 5250);
    expect(clock.shareAt(5750)).toBeCloseTo(0.5);
    clock.pause(5750);
    expect(clock.shareAt(99_000)).toBeCloseTo(0.5);
    clock.play(100_000);
    expect(clock.shareAt(100_500)).toBeCloseTo(0.75);
    clock.seek(-0.1, 100_500);
    expect(clock.shareAt(100_500)).toBeCloseTo(0.9);
  });
});
