import type { DenseMethod } from '../../../studies/library/dense-records.ts';
import { mean, meanAbsolute } from '../../whole-heart/evaluation/statistics.ts';
import { judged, type TableRow } from '../../whole-heart/evaluation/table-row.ts';
import type { CaseRow } from './evaluate-case.ts';

const volumesOf = (method: DenseMethod, rows: readonly CaseRow[]) =>
  rows.flatMap(({ volumes }) => volumes.filter((volume) => volume.method === method));

/** G-e: volume and EF of the dense labels against the truth and against slice summation. */
export function volumeGate(method: DenseMethod, rows: readonly CaseRow[]): TableRow[] {
  const found = volumesOf(method, rows);
  const row = {
    claim: `G-e volume, ${method}`,
    measure: 'LV volume of the dense labels at ED and ES, EF',
    bar: 'error <= discs; mean <= 5 %, 95 % of cases <= 10 %; EF <= 3 points',
    n: found.length,
  };
  if (found.length === 0) return [judged(row, '', false)];
  const share = (got: number, want: number) => (100 * Math.abs(got - want)) / want;
  const errors = (of: 'dense' | 'discs') =>
    found.flatMap((volume) => {
      const got = of === 'dense' ? volume : volume.discs;
      return [share(got.lvEdvMl, volume.truth.lvEdvMl), share(got.lvEsvMl, volume.truth.lvEsvMl)];
    });
  const dense = errors('dense').sort((a, b) => a - b);
  const discs = errors('discs');
  const p95 = dense[Math.min(dense.length - 1, Math.floor(0.95 * dense.length))]!;
  const ef = meanAbsolute(found.map(({ lvEfPct, truth }) => lvEfPct - truth.lvEfPct));
  const efDiscs = meanAbsolute(found.map(({ discs: d, truth }) => d.lvEfPct - truth.lvEfPct));
  const text = `mean ${mean(dense).toFixed(1)} % (discs ${mean(discs).toFixed(1)} %), 95 % ${p95.toFixed(1)} %; EF ${ef.toFixed(1)} points (discs ${efDiscs.toFixed(1)})`;
  const met = mean(dense) <= mean(discs) && mean(dense) <= 5 && p95 <= 10 && ef <= 3;
  return [judged(row, text, met)];
}

/** G-f: surfaces against the thin truth. */
export function shapeGate(method: DenseMethod, rows: readonly CaseRow[]): TableRow[] {
  const shapes = volumesOf(method, rows).flatMap((volume) => volume.shapes);
  return ['lvCavity', 'lvEpicardium', 'rvCavity'].map((chamber) => {
    const found = shapes.filter((shape) => shape.chamber === chamber);
    const row = {
      claim: `G-f shape, ${method}`,
      measure: `${chamber}: surface distance, mean of cases`,
      bar: 'ASSD 1.5 mm, HD95 5 mm, one body in 99 %',
      n: found.length,
    };
    if (found.length === 0) return judged(row, '', false);
    const [assd, hd] = [mean(found.map((s) => s.meanMm)), mean(found.map((s) => s.p95Mm))];
    const whole = found.filter(({ bodies }) => bodies === 1).length / found.length;
    return judged(
      row,
      `ASSD ${assd.toFixed(2)} mm, HD95 ${hd.toFixed(1)} mm, one body ${Math.round(100 * whole)} %`,
      assd <= 1.5 && hd <= 5 && whole >= 0.99,
    );
  });
}
