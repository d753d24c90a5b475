import type { DenseMethod, DenseResult } from '../../../studies/library/dense-records.ts';
import { mean } from '../../whole-heart/evaluation/statistics.ts';
import type { TableRow } from '../../whole-heart/evaluation/table-row.ts';

/** A real stack with every second slice held back. */
export interface RealDenseRow extends Pick<DenseResult, 'withheld' | 'longAxis'> {
  readonly name: string;
  readonly measures: {
    readonly lvEdvMl: number;
    readonly lvEsvMl: number;
    readonly lvEfPct: number;
  };
  readonly discs: RealDenseRow['measures'];
  readonly seconds: number;
}

/** G-h: what real stacks say, way by way. */
export function realTable(method: DenseMethod, rows: readonly RealDenseRow[]): TableRow[] {
  return rows.flatMap(({ name, withheld, longAxis, measures, discs }) => {
    const ways = [...new Set(withheld.flatMap(({ by }) => Object.keys(by)))];
    const all = (
      way: string,
      of: (by: (typeof withheld)[number]['by'][string]) => number | null,
    ) => {
      const known = withheld.flatMap(({ by }) => {
        const value = by[way] && of(by[way]);
        return value == null ? [] : [value];
      });
      return mean(known);
    };
    const gap = mean(withheld.map(({ gapMm }) => gapMm));
    const slices = ways.map((way) => ({
      claim: 'G-h real stacks',
      measure: `${name}, held-back slices across ${gap.toFixed(0)} mm, ${way}${way === method ? ' (default)' : ''}`,
      bar: '',
      value: [
        `${all(way, ({ psnrDb }) => psnrDb).toFixed(2)} dB`,
        `SSIM ${all(way, ({ ssim }) => ssim).toFixed(3)}`,
        `Dice LV ${all(way, ({ dice }) => dice.lvCavity).toFixed(3)}`,
        `muscle ${all(way, ({ dice }) => dice.lvMyocardium).toFixed(3)}`,
        `RV ${all(way, ({ dice }) => dice.rvCavity).toFixed(3)}`,
      ].join('; '),
      verdict: 'reported' as const,
      n: withheld.length,
    }));
    const volume = (of: typeof measures) =>
      `EDV ${of.lvEdvMl.toFixed(0)} mL, ESV ${of.lvEsvMl.toFixed(0)} mL, EF ${of.lvEfPct.toFixed(1)}`;
    return [
      ...slices,
      {
        claim: 'G-h real stacks',
        measure: `${name}, volumes of the dense labels`,
        bar: '',
        value: `${volume(measures)}; discs ${volume(discs)}`,
        verdict: 'reported' as const,
        n: 1,
      },
      ...longAxis.map(({ view, correlation, outlineMm }) => ({
        claim: 'G-h real stacks',
        measure: `${name}, along the measured ${view} plane`,
        bar: '',
        value: `correlation ${correlation.map((r) => r.toFixed(2)).join(' / ')}${outlineMm === null ? '' : `, outline ${outlineMm.toFixed(1)} mm`}`,
        verdict: 'reported' as const,
        n: 1,
      })),
    ];
  });
}
