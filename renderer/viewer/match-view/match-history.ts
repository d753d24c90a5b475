import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import { sameMatrix } from './manual-move.ts';

/** Where the scan lay, lies, and would lie again. Never changed in place. */
export interface MatchHistory {
  readonly past: readonly Matrix[];
  readonly present: Matrix;
  readonly future: readonly Matrix[];
}

/** Steps kept; the oldest fall out. */
const keptSteps = 200;

export function startedAt(matrix: Matrix): MatchHistory {
  return { past: [], present: matrix, future: [] };
}

/** After a new place; what was undone before is forgotten. The same place again is no step. */
export function changed(history: MatchHistory, matrix: Matrix): MatchHistory {
  if (sameMatrix(history.present, matrix)) return history;
  return {
    past: [...history.past, history.present].slice(-keptSteps),
    present: matrix,
    future: [],
  };
}

/** One step back; the history itself where there is none. */
export function undone(history: MatchHistory): MatchHistory {
  const before = history.past.at(-1);
  if (!before) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
  };
}

/** One undone step forth again; the history itself where there is none. */
export function redone(history: MatchHistory): MatchHistory {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { past: [...history.past, history.present], present: next, future };
}
