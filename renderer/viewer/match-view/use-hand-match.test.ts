import { expect, it } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import { identityMatrix, type Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import type { Vector3 } from '../../../studies/volume/geometry.ts';
import { useHandMatch } from './use-hand-match.ts';

const right = (mm: number) => ({ shiftMm: [mm, 0, 0] as Vector3, turn: [0, 0, 0] as Vector3 });

function hand() {
  const given = shallowRef<Matrix>(identityMatrix);
  const live: number[] = [];
  const settled: number[] = [];
  const match = effectScope().run(() =>
    useHandMatch(
      () => given.value,
      () => [0, 0, 0],
      (matrix) => {
        live.push(matrix[3]!);
        given.value = matrix;
      },
      (matrix) => settled.push(matrix[3]!),
    ),
  )!;
  return { given, live, settled, match };
}

it('a drag counts from where it began and is one step', async () => {
  const { match, live, settled } = hand();
  match.grab();
  for (const mm of [1, 2, 3]) {
    match.drag(right(mm));
    await nextTick();
  }
  match.drop();
  expect(live).toEqual([1, 2, 3, 3]);
  expect(settled).toEqual([3]);
  match.step(right(0.5));
  match.undo();
  match.undo();
  expect(settled).toEqual([3, 3.5, 3, 0]);
  expect(match.canUndo.value).toBe(false);
  match.redo();
  expect(match.matrix.value[3]).toBe(3);
  expect(match.moved.value.shiftMm).toEqual([3, 0, 0]);
});

it('a press without a move is no step', () => {
  const { match, settled } = hand();
  match.grab();
  match.drop();
  expect(settled).toEqual([]);
  expect(match.canUndo.value).toBe(false);
});

it('takes a finished fit from outside as a step that can be undone', async () => {
  const { match, given } = hand();
  given.value = identityMatrix.map((value, n) => (n === 7 ? 4 : value));
  await nextTick();
  expect(match.matrix.value[7]).toBe(4);
  match.undo();
  expect(match.matrix.value[7]).toBe(0);
  match.forget();
  expect(match.canRedo.value).toBe(false);
});
