import { expect, it } from 'vitest';
import { identityMatrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import { changed, redone, startedAt, undone } from './match-history.ts';

const at = (x: number) => identityMatrix.map((value, n) => (n === 3 ? x : value));
const x = ({ present }: { present: readonly number[] }) => present[3];

it('goes back and forth, and forgets what was undone once something new is done', () => {
  let history = changed(changed(startedAt(at(0)), at(1)), at(2));
  history = undone(history);
  expect(x(history)).toBe(1);
  expect(x(redone(history))).toBe(2);
  history = undone(history);
  expect(x(history)).toBe(0);
  expect(undone(history)).toBe(history);
  history = changed(history, at(5));
  expect(redone(history)).toBe(history);
  expect(x(undone(history))).toBe(0);
});

it('takes the same place again as no step, and keeps the last 200', () => {
  const start = startedAt(at(0));
  expect(changed(start, at(0))).toBe(start);
  let history = start;
  for (let n = 1; n <= 250; n++) history = changed(history, at(n));
  for (let n = 0; n < 300; n++) history = undone(history);
  expect(x(history)).toBe(50);
});
