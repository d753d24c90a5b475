import { expect, it } from 'vitest';
import { aResult, aVolume } from '../testing/records.ts';
import { dialSteps, type StepPicture } from './step-dial.ts';

const kept = (step: number, volume: string): StepPicture => ({
  record: { step, steps: 2, volume, sharpness: 0.5 * step, residualPercent: 6 / step },
  volume: aVolume({ id: volume }),
});

it('has no notches where no steps were kept', () => {
  expect(dialSteps(aResult(), [])).toEqual([]);
});

it('ends with the last step where that is the result', () => {
  const dial = dialSteps(aResult({ volume: 'v9' }), [kept(2, 'v9'), kept(1, 'v7')]);
  expect(dial.map(({ step, volume }) => [step, volume?.id ?? null])).toEqual([
    [1, 'v7'],
    [2, null],
  ]);
  expect(dial[1]).toMatchObject({ sharpness: 1, residualPercent: 3 });
});

it('adds the result by itself where something came after the last step', () => {
  const dial = dialSteps(aResult({ volume: 'v9' }), [kept(1, 'v7'), kept(2, 'v8')]);
  expect(dial.map(({ step, volume }) => [step, volume?.id ?? null])).toEqual([
    [1, 'v7'],
    [2, 'v8'],
    [null, null],
  ]);
  expect(dial[2]?.residualPercent).toBeNull();
});
