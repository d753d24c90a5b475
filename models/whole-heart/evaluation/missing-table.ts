import type { CaseRow, MissingRow } from './case-row.ts';
import { truthOf } from './phenotype-rows.ts';
import { mean } from './statistics.ts';
import { judged, type TableRow } from './table-row.ts';

const mostPointsMore = 1;
const leastCosine = 0.95;
const mostLongAxisOnly = 6;

/** EF, embedding and interval with planes left out, each choice against the same cases with all. */
export function missingTable(test: readonly CaseRow[]): TableRow[] {
  const deep = test.filter((row) => row.missing.length > 0);
  const names = [...new Set(deep.flatMap((row) => row.missing.map(({ name }) => name)))];
  return names.map((name) => lineOf(name, deep));
}

function lineOf(name: string, deep: readonly CaseRow[]): TableRow {
  const pairs = deep.flatMap((row) => {
    const missing = row.missing.find((each) => each.name === name);
    return missing ? [{ row, missing }] : [];
  });
  const error = (ef: { value: number }, row: CaseRow) =>
    Math.abs(ef.value - truthOf(row, 'lvEfPct'));
  const with_ = mean(pairs.map(({ row }) => error(row.head.lvEfPct!, row)));
  const without = mean(pairs.map(({ row, missing }) => error(missing.lvEfPct, row)));
  const cosine = mean(pairs.map(({ missing }) => missing.cosine));
  const wider = mean(
    pairs.map(({ row, missing }) => widthOf(missing) / widthOf(row.head as never)),
  );
  const inside = mean(pairs.map(({ missing }) => missing.inside));
  const value =
    `EF MAE ${without.toFixed(2)} (${signed(without - with_)}), cosine ${cosine.toFixed(3)}, ` +
    `EF interval x ${wider.toFixed(2)}, ${(100 * inside).toFixed(0)} % of truths inside`;
  const line = { claim: 'missing planes', measure: `without ${name}`, n: pairs.length };
  if (name.startsWith('slot')) {
    const bar = `+ <= ${mostPointsMore} point, cosine >= ${leastCosine}`;
    return judged(
      { ...line, bar },
      value,
      without - with_ <= mostPointsMore && cosine >= leastCosine,
    );
  }
  if (name === 'all short-axis') {
    const bar = `<= ${mostLongAxisOnly} points, interval wider`;
    return judged({ ...line, bar }, value, without <= mostLongAxisOnly && wider > 1);
  }
  return judged({ ...line, bar: 'interval wider' }, value, wider > 1);
}

function widthOf({ lvEfPct }: Pick<MissingRow, 'lvEfPct'>): number {
  return lvEfPct.high - lvEfPct.low;
}

const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(2)}`;
