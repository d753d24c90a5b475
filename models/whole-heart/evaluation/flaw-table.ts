import type { CaseRow } from './case-row.ts';
import { flaws } from './flaws.ts';
import { truthOf } from './phenotype-rows.ts';
import { auroc, mean } from './statistics.ts';
import { judged, type TableRow } from './table-row.ts';

const least = 0.85;

/**
 * Planes with a fault: EF, and whether the plane's own score (1 - correlation with what the others
 * predict) tells it from the same plane without the fault.
 */
export function flawTable(test: readonly CaseRow[]): TableRow[] {
  const pooled: [number[], number[]] = [[], []];
  const lines = flaws.map((flaw) => {
    const scores = test.flatMap(({ missing }) =>
      missing.flatMap(({ planeError, flawedErrors }) =>
        planeError === null || flawedErrors[flaw] === undefined
          ? []
          : [[flawedErrors[flaw], planeError] as const],
      ),
    );
    const [faulty, sound] = [scores.map(([a]) => a), scores.map(([, b]) => b)];
    pooled[0].push(...faulty);
    pooled[1].push(...sound);
    const area = auroc(faulty, sound);
    const errors = test.flatMap((row) => {
      const found = row.flawed.find((each) => each.flaw === flaw);
      if (!found) return [];
      const truth = truthOf(row, 'lvEfPct');
      return [
        [Math.abs(row.head.lvEfPct!.value - truth), Math.abs(found.lvEfPct.value - truth)] as const,
      ];
    });
    const [before, after] = [mean(errors.map(([a]) => a)), mean(errors.map(([, b]) => b))];
    const value = `AUROC ${area.toFixed(3)}; EF MAE ${before.toFixed(2)} to ${after.toFixed(2)}`;
    const line = { claim: 'flawed planes', measure: flaw, bar: `>= ${least}`, n: scores.length };
    return judged(line, value, area >= least);
  });
  const area = auroc(...pooled);
  const line = { claim: 'flawed planes', measure: 'all faults', bar: `>= ${least}` };
  return [
    ...lines,
    judged({ ...line, n: pooled[0].length }, `AUROC ${area.toFixed(3)}`, area >= least),
  ];
}
