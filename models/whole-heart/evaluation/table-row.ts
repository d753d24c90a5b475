export type Verdict = 'met' | 'missed' | 'reported' | 'not measured';

/** One line of the table of whole-heart.md, section 6.8. */
export interface TableRow {
  readonly claim: string;
  readonly measure: string;
  /** What plan S must reach; empty where nothing is asked. */
  readonly bar: string;
  readonly value: string;
  readonly verdict: Verdict;
  /** Cases behind it. */
  readonly n: number;
}

/** A bar that a value must not exceed, or must reach. */
export function judged(
  row: Pick<TableRow, 'claim' | 'measure' | 'bar' | 'n'>,
  value: string,
  met: boolean,
): TableRow {
  if (row.n === 0) return { ...row, value: '', verdict: 'not measured' };
  return { ...row, value, verdict: met ? 'met' : 'missed' };
}
