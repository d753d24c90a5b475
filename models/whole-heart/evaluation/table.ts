import type { HeartCard } from '../../runtime/card.ts';
import type { CaseRow } from './case-row.ts';
import { calibrationRows } from './calibration.ts';
import { flawTable } from './flaw-table.ts';
import { missingTable } from './missing-table.ts';
import { phenotypeRows } from './phenotype-rows.ts';
import { maskRows } from './mask-rows.ts';
import type { RealRow } from './real-cases.ts';
import type { Recorded } from './recorded.ts';
import { retrievalRows } from './retrieval.ts';
import { judged, type TableRow } from './table-row.ts';

/** The whole table, in the order of the specification. */
export function tableOf(
  card: HeartCard,
  rows: readonly CaseRow[],
  real: readonly RealRow[],
  recorded: Recorded,
): TableRow[] {
  const by = card.report;
  const of = (set: CaseRow['set']) => rows.filter((row) => row.set === set);
  return [
    ...phenotypeRows(by, of('test'), of('shifted'), of('heldout')),
    ...recordedTable(recorded, 'baseline', 'better than naive'),
    ...maskRows(of('test')),
    ...missingTable(of('test')),
    ...flawTable(of('test')),
    ...calibrationRows(of('test')),
    ...retrievalRows([...of('test'), ...of('gallery')], of('reacquired'), recorded),
    ...realTable(real),
    ...recordedTable(recorded, 'ablation', 'ablations'),
  ];
}

function recordedTable({ rows }: Recorded, kind: string, claim: string): TableRow[] {
  return rows
    .filter((row) => row.kind === kind)
    .map(({ kind: _, name, hearts, ...rest }) => ({
      claim,
      measure: `${name} (recorded by the training)`,
      bar: '',
      value: Object.entries(rest)
        .map(([key, value]) => `${key} ${String(value)}`)
        .join(', '),
      verdict: 'reported',
      n: typeof hearts === 'number' ? hearts : 0,
    }));
}

function realTable(real: readonly RealRow[]): TableRow[] {
  return real.map(({ name, expert, reported, masks, head, meanDice, flags }) => {
    const [ef, edv] = [reported.efPct[0], reported.edvMl[0]];
    const review = flags.filter(({ level }) => level === 'review').length;
    const said = [
      `EF ${ef.toFixed(1)} (${reported.efPct[1].toFixed(0)} to ${reported.efPct[2].toFixed(0)})`,
      `EDV ${edv.toFixed(0)} mL`,
      `masks EF ${head.efPct === null ? '-' : (masks.efPct ?? NaN).toFixed(1)}, head ${(head.efPct ?? NaN).toFixed(1)}`,
      ...(meanDice === null ? [] : [`Dice ${meanDice.toFixed(3)}`]),
      `${review} findings for review`,
    ].join('; ');
    const row = { claim: 'real', measure: name, n: 1 };
    if (expert === null)
      return judged({ ...row, bar: 'flagged as out of scope' }, said, outOfScope(flags));
    const near =
      Math.abs(ef - expert.efPct) <= 10 && Math.abs(edv - expert.edvMl) <= 0.25 * expert.edvMl;
    const bar = `EF < 40, ${expert.efPct} ± 10; EDV ${expert.edvMl} ± 25 %`;
    return judged({ ...row, bar }, said, near && ef < 40);
  });
}

const scopeCodes = [
  'heart-flag/axis',
  'heart-flag/implausible',
  'heart-flag/proportions',
  'heart-flag/unfamiliar',
];

function outOfScope(flags: RealRow['flags']): boolean {
  return flags.some(({ code }) => scopeCodes.includes(code));
}
