import { headMeasures } from '../../../studies/library/heart-records.ts';
import type { CaseRow } from './case-row.ts';
import { truthOf } from './phenotype-rows.ts';
import { judged, type TableRow } from './table-row.ts';

const [least, most] = [85, 95] as const;

/** Share of truths inside their 90 % intervals: of all numbers together, and one by one. */
export function calibrationRows(test: readonly CaseRow[]): TableRow[] {
  const inside = (names: readonly (typeof headMeasures)[number][]) =>
    test.flatMap((row) =>
      names.flatMap((name) => {
        const measure = row.head[name];
        if (!measure) return [];
        const truth = truthOf(row, name);
        return [truth >= measure.low && truth <= measure.high];
      }),
    );
  const line = (measure: string, found: readonly boolean[]) => {
    const share = (100 * found.filter(Boolean).length) / found.length;
    const row = { claim: 'calibration', measure, bar: `${least} to ${most} %`, n: found.length };
    return judged(row, `${share.toFixed(1)} %`, share >= least && share <= most);
  };
  return [
    line('all numbers', inside(headMeasures)),
    ...headMeasures.map((name) => line(name, inside([name]))),
  ];
}
