import type { DenseMethod } from '../../../studies/library/dense-records.ts';
import { mean } from '../../whole-heart/evaluation/statistics.ts';
import { judged, type TableRow } from '../../whole-heart/evaluation/table-row.ts';
import { caseMean } from './case-mean.ts';
import type { CaseRow, Dice } from './evaluate-case.ts';
import { bootstrap, wilcoxonP } from './paired.ts';

const chambers = ['lvCavity', 'lvMyocardium', 'rvCavity'] as const;

const withMethod = (rows: readonly CaseRow[], method: string) =>
  rows.filter(({ slabs }) => slabs.some(({ by }) => by[method] !== undefined));

/** Mean over a case's slabs of one way's figure. */
const psnr = (row: CaseRow, way: string) => caseMean(row, ({ by }) => by[way]?.psnrDb);
const similar = (row: CaseRow, way: string) => caseMean(row, ({ by }) => by[way]?.ssim);
const dice = (row: CaseRow, way: string, chamber: keyof Dice) =>
  caseMean(row, ({ by }) => by[way]?.dice[chamber]);

/** G-c: unseen slices against the better of linear and cubic. */
export function pictureGate(method: DenseMethod, rows: readonly CaseRow[]): TableRow[] {
  const cases = withMethod(rows, method);
  const best = (row: CaseRow) => Math.max(psnr(row, 'linear'), psnr(row, 'cubic'));
  const gains = cases.map((row) => psnr(row, method) - best(row));
  const ssims = cases.map(
    (row) => similar(row, method) - Math.max(similar(row, 'linear'), similar(row, 'cubic')),
  );
  const row = {
    claim: `G-c unseen slices, ${method}`,
    measure: 'heart box, against the better of linear and cubic, case by case',
    bar: '+1.0 dB, SSIM +.02, wins 80 %, p < .01',
    n: cases.length,
  };
  if (cases.length === 0) return [judged(row, '', false)];
  const [gain, ssim] = [bootstrap(gains), bootstrap(ssims)];
  const wins = gains.filter((value) => value > 0).length / gains.length;
  const p = wilcoxonP(gains);
  const text = [
    `${signed(gain.mean)} dB (${signed(gain.low)} to ${signed(gain.high)})`,
    `SSIM ${signed(ssim.mean, 3)}`,
    `wins ${Math.round(100 * wins)} %`,
    `p ${p.toExponential(1)}`,
    `${mean(cases.map((one) => psnr(one, method))).toFixed(2)} dB against linear ${mean(cases.map((one) => psnr(one, 'linear'))).toFixed(2)}, cubic ${mean(cases.map((one) => psnr(one, 'cubic'))).toFixed(2)}, nearest ${mean(cases.map((one) => psnr(one, 'nearest'))).toFixed(2)}`,
  ].join('; ');
  const met = gain.mean >= 1 && ssim.mean >= 0.02 && wins >= 0.8 && p < 0.01;
  return [judged(row, text, met)];
}

/** G-d: labels of unseen slices against signed distance, the same segmentation for both. */
export function labelGate(method: DenseMethod, rows: readonly CaseRow[]): TableRow[] {
  const cases = withMethod(rows, method);
  const row = {
    claim: `G-d labels, ${method}`,
    measure: 'Dice of withheld slabs against signed distance, case by case',
    bar: 'muscle +.01, LV and RV not below -.005',
    n: cases.length,
  };
  if (cases.length === 0) return [judged(row, '', false)];
  const gains = chambers.map((chamber) => {
    const known = cases
      .map((one) => dice(one, method, chamber) - dice(one, 'linear', chamber))
      .filter(Number.isFinite);
    return bootstrap(known);
  });
  const [lv, muscle, rv] = gains;
  const text = chambers
    .map((chamber, n) => {
      const level = mean(cases.map((one) => dice(one, method, chamber)).filter(Number.isFinite));
      const { mean: gain, low, high } = gains[n]!;
      return `${chamber} ${level.toFixed(3)} (${signed(gain, 3)}, ${signed(low, 3)} to ${signed(high, 3)})`;
    })
    .join('; ');
  return [judged(row, text, muscle!.mean >= 0.01 && lv!.mean >= -0.005 && rv!.mean >= -0.005)];
}

/** G-g: no harm where slices are shifted most, and outside the population. */
export function harmGate(
  method: DenseMethod,
  test: readonly CaseRow[],
  beyond: readonly CaseRow[],
): TableRow[] {
  const groups: readonly (readonly [string, readonly CaseRow[]])[] = [
    ['shifts of 3.5 mm', withMethod(test, method).filter(({ shiftMm }) => shiftMm > 3)],
    ['outside the population', withMethod(beyond, method)],
  ];
  return groups.map(([name, cases]) => {
    const row = {
      claim: `G-g harm, ${method}`,
      measure: `${name}: against linear and signed distance`,
      bar: 'not below -1 dB or -.02 Dice',
      n: cases.length,
    };
    if (cases.length === 0) return judged(row, '', false);
    const gain = mean(cases.map((one) => psnr(one, method) - psnr(one, 'linear')));
    const losses = chambers.map((chamber) =>
      mean(
        cases
          .map((one) => dice(one, method, chamber) - dice(one, 'linear', chamber))
          .filter(Number.isFinite),
      ),
    );
    const text = `${signed(gain)} dB; Dice LV ${signed(losses[0]!, 3)}, muscle ${signed(losses[1]!, 3)}, RV ${signed(losses[2]!, 3)}`;
    return judged(row, text, gain >= -1 && losses.every((loss) => loss >= -0.02));
  });
}

/** Gains by gap, shift and part of the heart, reported. */
export function strataRows(method: DenseMethod, rows: readonly CaseRow[]): TableRow[] {
  const cases = withMethod(rows, method);
  const gapRows = group(cases, ({ gapMm }) => `gap ${gapMm} mm`);
  const shiftRows = group(cases, ({ shiftMm }) => `shifts ${shiftMm} mm`);
  const setRows = group(cases, ({ set }) => `set ${set}`);
  const parts = (['base', 'mid', 'apex'] as const).map(
    (part) =>
      [
        `part ${part}`,
        cases.map((one) => ({ ...one, slabs: one.slabs.filter((slab) => slab.part === part) })),
      ] as const,
  );
  return [...gapRows, ...shiftRows, ...setRows, ...parts].map(([name, some]) => {
    const gain = (of: (one: CaseRow) => number) => mean(some.map(of).filter(Number.isFinite));
    return {
      claim: `strata, ${method}`,
      measure: name,
      bar: '',
      value: [
        `${signed(gain((one) => psnr(one, method) - psnr(one, 'linear')))} dB on linear`,
        ...chambers.map(
          (chamber) =>
            `${chamber} ${gain((one) => dice(one, method, chamber)).toFixed(3)} (${signed(
              gain((one) => dice(one, method, chamber) - dice(one, 'linear', chamber)),
              3,
            )})`,
        ),
      ].join('; '),
      verdict: 'reported' as const,
      n: some.length,
    };
  });
}

function group(rows: readonly CaseRow[], name: (row: CaseRow) => string) {
  return [...Map.groupBy(rows, name)].sort(([a], [b]) => a.localeCompare(b));
}

export function signed(value: number, digits = 2): string {
  return `${value >= 0 ? '+' : ''}${value.toFixed(digits)}`;
}
