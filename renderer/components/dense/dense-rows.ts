import type {
  DenseMeasures,
  DenseResult,
  Withheld,
} from '../../../studies/library/dense-records.ts';
import type { HeartMeasure } from '../../../studies/library/heart-records.ts';
import { unitOf, type MeasureUnit } from '../heart/measure-rows.ts';

export interface DenseRow {
  readonly name: keyof DenseMeasures;
  readonly unit: MeasureUnit;
  /** Disc summation of the measured slices: what is reported. */
  readonly discs: HeartMeasure | null;
  readonly dense: HeartMeasure | null;
  readonly mesh: HeartMeasure | null;
}

const names = [
  'lvEdvMl',
  'lvEsvMl',
  'lvEfPct',
  'lvMassG',
  'rvEdvMl',
  'rvEsvMl',
  'rvEfPct',
] as const satisfies readonly (keyof DenseMeasures)[];

/** One row a measure. Of one phase alone there is no ejection fraction to read: none is shown. */
export function denseRows(result: DenseResult): DenseRow[] {
  const still = result.phases.length < 2;
  return names.flatMap((name): DenseRow[] => {
    const [discs, dense] = [result.discs[name], result.measures[name]];
    if (!discs && !dense) return [];
    const hidden = still && name.endsWith('EfPct');
    return [
      {
        name,
        unit: unitOf(name),
        discs: hidden ? null : discs,
        dense: hidden ? null : dense,
        mesh: hidden ? null : meshMeasure(result, name),
      },
    ];
  });
}

/** The mesh knows the LV cavity: its volumes at the phases that count as ED and ES. */
function meshMeasure({ curves, edPhase, esPhase }: DenseResult, name: string) {
  const [ed, es] = [curves.meshMl[edPhase], curves.meshMl[esPhase]];
  if (ed === undefined || es === undefined) return null;
  const exact = (value: number): HeartMeasure => ({ value, low: value, high: value });
  if (name === 'lvEdvMl') return exact(ed);
  if (name === 'lvEsvMl') return exact(es);
  return name === 'lvEfPct' && ed > 0 ? exact((100 * (ed - es)) / ed) : null;
}

export const scoreNames = ['psnrDb', 'ssim', 'lvCavity', 'lvMyocardium', 'rvCavity'] as const;
export type ScoreName = (typeof scoreNames)[number];

/** Means of one way of predicting held-back slices; null where no slice tells. */
export interface WayScores {
  readonly way: string;
  readonly scores: Readonly<Record<ScoreName, number | null>>;
  /** Scores in which no way is better. */
  readonly best: ReadonlySet<ScoreName>;
}

type Scores = Withheld['by'][string];
const scoreOf = (scores: Scores | undefined, name: ScoreName): number | null => {
  if (!scores) return null;
  return name === 'psnrDb' || name === 'ssim' ? scores[name] : scores.dice[name];
};

/** What held-back slices say of each way, over all of them or over one. */
export function wayScores(withheld: readonly Withheld[]): WayScores[] {
  const ways = [...new Set(withheld.flatMap(({ by }) => Object.keys(by)))];
  const rows = ways.map((way) => ({
    way,
    scores: Object.fromEntries(
      scoreNames.map((name) => [name, mean(withheld.map(({ by }) => scoreOf(by[way], name)))]),
    ) as Record<ScoreName, number | null>,
  }));
  const highest = (name: ScoreName) =>
    Math.max(...rows.map(({ scores }) => scores[name] ?? -Infinity));
  return rows.map((row) => ({
    ...row,
    best: new Set(
      scoreNames.filter((name) => row.scores[name] !== null && row.scores[name] === highest(name)),
    ),
  }));
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
