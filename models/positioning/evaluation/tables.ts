import { caseBootstrap, summary, type ErrorSummary, type Interval } from './error-statistics.ts';
import type { JudgedRow } from './judged-rows.ts';
import type { MatchRow } from './match-rows.ts';
import type { PairKind } from './wrong-pairs.ts';

/** Errors of an arm over the offsets, over all cases, a set, or one case. */
export interface ArmRow extends ErrorSummary {
  readonly arm: string;
  readonly of: string;
  readonly realised: MatchRow['realised'];
  readonly cases: number;
  /** Error less that of the full scan at the same offset; null for the full scan and single cases. */
  readonly againstFull: { readonly mm: Interval; readonly deg: Interval } | null;
}

export interface RefusalRow {
  readonly kind: PairKind;
  readonly arm: string;
  readonly n: number;
  readonly refused: number;
  /** Numbers given with a warning that the pair may be wrong. */
  readonly flagged: number;
  /** Pairs that came out the wrong way. */
  readonly failed: readonly string[];
}

/** A row for each arm and group of cases: all, real, phantom, or the cases themselves. */
export function armRows(rows: readonly MatchRow[], full: string, by: 'set' | 'case'): ArmRow[] {
  const groups = [...new Set(rows.map(({ realised }) => realised))].flatMap((realised) => {
    const these = rows.filter((row) => row.realised === realised);
    const names = [...new Set(these.map((row) => row[by]))];
    const named = names.map((of) => ({ of, rows: these.filter((row) => row[by] === of) }));
    const all = by === 'set' ? [{ of: 'all', rows: these }] : [];
    return [...all, ...named].map((group) => ({ realised, ...group }));
  });
  return groups.flatMap(({ realised, of, rows: ofGroup }) => {
    const reference = new Map(
      ofGroup.filter(({ arm }) => arm === full).map((row) => [keyOf(row), row]),
    );
    return [...Map.groupBy(ofGroup, ({ arm }) => arm)].map(([arm, ofArm]): ArmRow => {
      const byCase = [...Map.groupBy(ofArm, (row) => row.case).values()];
      const difference = (key: 'mm' | 'deg') =>
        caseBootstrap(
          byCase.map((each) => each.map((row) => row[key] - reference.get(keyOf(row))![key])),
        );
      const compared = arm !== full && by === 'set';
      return {
        arm,
        of,
        realised,
        cases: byCase.length,
        ...summary(ofArm),
        againstFull: compared ? { mm: difference('mm'), deg: difference('deg') } : null,
      };
    });
  });
}

const keyOf = (row: MatchRow) => `${row.case}|${row.offset}`;

export function refusalRows(rows: readonly JudgedRow[]): RefusalRow[] {
  return [...Map.groupBy(rows, ({ kind, arm }) => `${kind}|${arm}`).values()].map((each) => {
    const { kind, arm } = each[0]!;
    const wrong = each.filter(
      ({ refused, flagged }) => (refused || flagged) === (kind === 'right'),
    );
    return {
      kind,
      arm,
      n: each.length,
      refused: each.filter(({ refused }) => refused).length,
      flagged: each.filter(({ flagged }) => flagged).length,
      failed: wrong.map(({ planning, scan }) =>
        planning === scan ? scan : `${scan} on ${planning}`,
      ),
    };
  });
}
