import {
  headMeasures,
  type HeadMeasure,
  type HeartMeasures,
} from '../../../studies/library/heart-records.ts';
import type { HeartCard } from '../../runtime/card.ts';
import { bootstrap95 } from '../../mindi3d/evaluation/table.ts';
import type { CaseRow, Volumes } from './case-row.ts';
import { mean, meanAbsolute } from './statistics.ts';
import { judged, type TableRow } from './table-row.ts';

const bars: readonly [HeadMeasure, number, string][] = [
  ['lvEfPct', 4, 'points'],
  ['lvEdvMl', 10, 'mL'],
  ['lvEsvMl', 8, 'mL'],
  ['lvMassG', 12, 'g'],
  ['rvEfPct', 5, 'points'],
];

/** True value of a measure. */
export function truthOf(row: CaseRow, name: HeadMeasure): number {
  return row.truth[headMeasures.indexOf(name)]!;
}

/** Errors of one measure over the cases that have it. */
export function errorsOf(
  rows: readonly CaseRow[],
  name: HeadMeasure,
  of: (row: CaseRow) => HeartMeasures,
): number[] {
  return rows.flatMap((row) => {
    const measure = of(row)[name];
    return measure ? [measure.value - truthOf(row, name)] : [];
  });
}

/** Phenotypes with all planes, against geometry and naive rivals, and on other populations. */
export function phenotypeRows(
  by: HeartCard['report'],
  test: readonly CaseRow[],
  shifted: readonly CaseRow[],
  heldout: readonly CaseRow[],
): TableRow[] {
  const reported = (row: CaseRow) => (by === 'head' ? row.head : { ...row.head, ...row.masks });
  const claim = 'phenotypes, all planes';
  const absolute = (rows: readonly CaseRow[], name: HeadMeasure) => {
    const errors = errorsOf(rows, name, reported);
    return { mae: meanAbsolute(errors), bias: mean(errors), n: errors.length };
  };
  const rows = bars.map(([name, bar, unit]) => {
    const { mae, bias, n } = absolute(test, name);
    const value = `${mae.toFixed(2)} (bias ${bias.toFixed(2)})`;
    const line = { claim, measure: `${name} MAE, ${unit}`, bar: `<= ${bar}`, n };
    return judged(line, value, mae <= bar);
  });
  const others = headMeasures
    .filter((name) => !bars.some(([barred]) => barred === name))
    .map((name): TableRow => {
      const { mae, bias, n } = absolute(test, name);
      const value = `${mae.toFixed(2)} (bias ${bias.toFixed(2)})`;
      return { claim, measure: `${name} MAE`, bar: '', value, verdict: 'reported', n };
    });
  const both = (['head', 'masks'] as const).map((which): TableRow => {
    const errors = errorsOf(test, 'lvEfPct', (row) => row[which]);
    const edv = errorsOf(test, 'lvEdvMl', (row) => row[which]);
    const value = `EF ${meanAbsolute(errors).toFixed(2)} points, EDV ${meanAbsolute(edv).toFixed(2)} mL`;
    return {
      claim,
      measure: `by ${which} alone`,
      bar: '',
      value,
      verdict: 'reported',
      n: errors.length,
    };
  });
  return [
    ...rows,
    ...others,
    ...both,
    ...rivals(test, reported),
    ...elsewhere('domain shift', test, shifted, reported, 1.6),
    ...elsewhere('held-out kind of heart', test, heldout, reported, null),
  ];
}

function rivals(test: readonly CaseRow[], reported: (row: CaseRow) => HeartMeasures): TableRow[] {
  const paired = (claim: string, measure: string, of: (row: CaseRow) => Volumes | null) => {
    const pairs = test.flatMap((row) => {
      const rival = of(row);
      const own = reported(row).lvEfPct;
      if (rival === null || own === undefined) return [];
      const truth = truthOf(row, 'lvEfPct');
      return [{ own: Math.abs(own.value - truth), rival: Math.abs(rival.efPct - truth) }];
    });
    const [low, high] =
      pairs.length > 1 ? bootstrap95(pairs.map((p) => p.own - p.rival)) : [NaN, NaN];
    const value =
      `EF MAE ${mean(pairs.map((p) => p.own)).toFixed(2)} against ${mean(pairs.map((p) => p.rival)).toFixed(2)}; ` +
      `difference 95 % ${low.toFixed(2)} to ${high.toFixed(2)}`;
    const line = { claim, measure, bar: 'lower, interval below 0', n: pairs.length };
    return judged(line, value, high < 0);
  };
  const middle = mean(test.map((row) => truthOf(row, 'lvEfPct')));
  const average: Volumes = { edvMl: NaN, esvMl: NaN, efPct: middle };
  return [
    paired(
      'better than geometry',
      'disc summation, true contours',
      (row) => row.trueContours.discs,
    ),
    paired(
      'better than naive',
      'area-length 2ch + 4ch, true contours',
      (row) => row.trueContours.areaLength,
    ),
    paired('better than naive', 'mean of the cases', () => average),
  ];
}

function elsewhere(
  claim: string,
  test: readonly CaseRow[],
  other: readonly CaseRow[],
  reported: (row: CaseRow) => HeartMeasures,
  most: number | null,
): TableRow[] {
  const mae = (rows: readonly CaseRow[]) => meanAbsolute(errorsOf(rows, 'lvEfPct', reported));
  const edv = meanAbsolute(errorsOf(other, 'lvEdvMl', reported));
  const ratio = mae(other) / mae(test);
  const value = `${mae(other).toFixed(2)} points (${ratio.toFixed(2)} x in-domain), EDV ${edv.toFixed(1)} mL`;
  const line = {
    claim,
    measure: 'EF MAE',
    n: other.length,
    bar: most === null ? '' : `<= ${most} x in-domain`,
  };
  if (most === null && other.length > 0) return [{ ...line, value, verdict: 'reported' }];
  return [judged(line, value, ratio <= (most ?? Infinity))];
}
