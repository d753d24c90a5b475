import type { Cost } from './cost.ts';
import type { LesionCheck } from './lesion-check.ts';
import type { LoopCheck } from './loop-check.ts';
import type { ParityCheck } from './parity.ts';
import type { PositionRow } from './position-check.ts';
import type { Row } from './rows.ts';
import type { SeamCheck } from './seams.ts';
import type { ShiftRow } from './shift-check.ts';
import type { MeanRow } from './table.ts';

export type Verdict = 'stretch met' | 'met' | 'missed' | 'reported' | 'not measured';

/** One of the thirteen bars of mindi3d.md, section 6.6. */
export interface Bar {
  readonly bar: number;
  readonly check: string;
  readonly must: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

export interface Measured {
  readonly rows: readonly Row[];
  readonly means: readonly MeanRow[];
  /** The application's default: method name without the steps, and K. */
  readonly method: string;
  readonly loop: LoopCheck | null;
  readonly lesions: LesionCheck;
  readonly positions: readonly PositionRow[];
  readonly shifts: readonly ShiftRow[];
  readonly seams: SeamCheck | null;
  readonly parity: ParityCheck | null;
  readonly cost: Cost | null;
}

/** View count that the bars are about. */
export const headlineViews = 50;

/** A gain in words. */
export const db = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(2)} dB`;

export const notMeasured = (bar: number, check: string, must: string): Bar => ({
  bar,
  check,
  must,
  verdict: 'not measured',
  detail: '',
});

export const verdict = (must: boolean, stretch = false): Verdict =>
  stretch && must ? 'stretch met' : must ? 'met' : 'missed';

/** Rows at fifty views of the methods whose names begin so. */
export function headlineRows(all: Measured, set: Row['set'], method: string): Row[] {
  return all.rows.filter(
    (row) => row.set === set && row.views === headlineViews && row.method.startsWith(method),
  );
}
