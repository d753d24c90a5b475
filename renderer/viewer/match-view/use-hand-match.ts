import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import type { LpsPoint, Vector3 } from '../../../studies/volume/geometry.ts';
import { handMoved, movedByHand, sameMatrix, type HandMove } from './manual-move.ts';
import { changed, redone, startedAt, undone, type MatchHistory } from './match-history.ts';

export interface HandMatch {
  /** Where the scan lies, also in the middle of a drag. */
  readonly matrix: ShallowRef<Matrix>;
  readonly canUndo: ComputedRef<boolean>;
  readonly canRedo: ComputedRef<boolean>;
  /** What was moved since the history began, at the isocentre. */
  readonly moved: ComputedRef<{ shiftMm: Vector3; turnDeg: number }>;
  readonly dragging: Ref<boolean>;
  /** One finished step. */
  step: (move: HandMove) => void;
  /** A drag: `drag` counts from where `grab` was; `drop` makes it one step. */
  grab: () => void;
  drag: (move: HandMove) => void;
  drop: () => void;
  undo: () => void;
  redo: () => void;
  /** Back to where the history began, as one step. */
  restart: () => void;
  /** Forget what was: another pair of volumes. */
  forget: () => void;
}

/**
 * The match as a hand moves it. A matrix that comes from outside (a finished fit) is a step like
 * any other. `live` is told of every change, `settled` of every finished step.
 */
export function useHandMatch(
  given: () => Matrix,
  isocentreMm: () => LpsPoint,
  live: (matrix: number[]) => void,
  settled: (matrix: number[]) => void,
): HandMatch {
  const history = shallowRef<MatchHistory>(startedAt(given()));
  const matrix = shallowRef<Matrix>(given());
  const dragging = ref(false);

  watch(given, (from) => {
    if (sameMatrix(from, matrix.value)) return;
    dragging.value = false;
    matrix.value = from;
    history.value = changed(history.value, from);
  });
  function show(next: Matrix): void {
    matrix.value = next;
    live([...next]);
  }
  function settle(next: MatchHistory): void {
    if (next === history.value) return;
    history.value = next;
    show(next.present);
    settled([...next.present]);
  }
  return {
    matrix,
    dragging,
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    moved: computed(() =>
      handMoved(history.value.past[0] ?? history.value.present, matrix.value, isocentreMm()),
    ),
    step: (move) => settle(changed(history.value, movedByHand(matrix.value, isocentreMm(), move))),
    grab: () => (dragging.value = true),
    drag: (move) => {
      if (dragging.value) show(movedByHand(history.value.present, isocentreMm(), move));
    },
    drop: () => {
      if (dragging.value) settle(changed(history.value, matrix.value));
      dragging.value = false;
    },
    undo: () => settle(undone(history.value)),
    redo: () => settle(redone(history.value)),
    restart: () => settle(changed(history.value, history.value.past[0] ?? history.value.present)),
    forget: () => {
      dragging.value = false;
      matrix.value = given();
      history.value = startedAt(given());
    },
  };
}
