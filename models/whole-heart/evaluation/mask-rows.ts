import type { CaseRow } from './case-row.ts';
import { mean } from './statistics.ts';
import { judged, type TableRow } from './table-row.ts';

const saxBars = [
  ['LV cavity', 1, 0.9],
  ['LV muscle', 2, 0.82],
  ['RV cavity', 3, 0.85],
] as const;
const laxBars = [
  ['LV cavity', 1, 0.87],
  ['LV muscle', 2, null],
  ['RV cavity', 3, null],
  ['left atrium', 4, 0.87],
  ['right atrium', 5, 0.87],
] as const;

/** Dice at end-diastole and end-systole, short and long axis. */
export function maskRows(test: readonly CaseRow[]): TableRow[] {
  const rowsOf = (
    view: string,
    bars: readonly (readonly [string, number, number | null])[],
    keys: readonly ['saxEd' | 'laxEd', 'saxEs' | 'laxEs'],
  ) =>
    bars.map(([name, label, bar]): TableRow => {
      const of = (key: keyof CaseRow['dice']) =>
        test.flatMap((row) => row.dice[key][label - 1] ?? []);
      const [ed, es] = keys.map((key) => of(key)) as [number[], number[]];
      const both = mean([...ed, ...es]);
      const value = `${both.toFixed(3)} (ED ${mean(ed).toFixed(3)}, ES ${mean(es).toFixed(3)})`;
      const line = { claim: 'masks', measure: `Dice ${view} ${name}`, n: ed.length };
      if (bar === null && ed.length > 0) return { ...line, bar: '', value, verdict: 'reported' };
      return judged({ ...line, bar: `>= ${bar ?? 0}` }, value, both >= (bar ?? 0));
    });
  return [
    ...rowsOf('short axis', saxBars, ['saxEd', 'saxEs']),
    ...rowsOf('long axis', laxBars, ['laxEd', 'laxEs']),
  ];
}
