import { expect, test } from 'vitest';
import { TimeLeft } from './time-left.ts';

test('says nothing before two parts, then goes by the parts after the slow first one', () => {
  const clock = new TimeLeft(10, 0, 0);
  clock.tick(9000);
  expect(clock.secondsLeft).toBeNull();
  clock.tick(10_000);
  clock.tick(11_000);
  expect(clock.secondsLeft).toBeCloseTo(7);
  expect(clock.fraction).toBeCloseTo(0.3);
});

test('counts what an interrupted run had finished, but not its time', () => {
  const clock = new TimeLeft(10, 6, 0);
  clock.tick(500);
  clock.tick(1000);
  expect(clock.fraction).toBeCloseTo(0.8);
  expect(clock.secondsLeft).toBeCloseTo(1);
});
