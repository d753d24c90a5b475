import type { TableRow } from '../../models/whole-heart/evaluation/table-row.ts';

/** An evaluation's table as lines of text. */
export function tableLines(table: readonly TableRow[]): string[] {
  const width = (key: 'claim' | 'measure' | 'bar') =>
    Math.max(...table.map((row) => row[key].length));
  const [claim, measure, bar] = [width('claim'), width('measure'), width('bar')];
  return table.map((row) =>
    [
      row.verdict.padEnd(12),
      row.claim.padEnd(claim),
      row.measure.padEnd(measure),
      row.bar.padEnd(bar),
      `${row.value}${row.n > 0 ? ` (n ${row.n})` : ''}`,
    ].join('  '),
  );
}
