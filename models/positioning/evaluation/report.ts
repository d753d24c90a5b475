import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fullArm } from './arms.ts';
import type { Interval } from './error-statistics.ts';
import type { PositioningEvaluation } from './evaluate.ts';
import { errorPlot } from './plot.ts';
import type { ArmRow } from './tables.ts';
import { positioningText as text } from './words.ts';

type Found = PositioningEvaluation;

/** Writes results.json, README.md and the plot it shows; returns their paths. */
export async function writePositioningReport(outDir: string, found: Found): Promise<string[]> {
  const moved = found.rows.filter(({ realised }) => realised === 'moved');
  const files = {
    'results.json': resultsText(found),
    'README.md': readme(found),
    'errors.svg': errorPlot(moved, found.arms, text.plotTitle(moved.length)),
  };
  const paths = Object.entries(files).map(
    ([name, content]) => [join(outDir, name), content] as const,
  );
  await mkdir(outDir, { recursive: true });
  for (const [path, content] of paths) await writeFile(path, content);
  return paths.map(([path]) => path);
}

/** Numbers to four places, a row a line, so that a change can be read. */
function resultsText(found: Found): string {
  const plain = (value: unknown) =>
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'number' ? Number(each.toFixed(4)) : each,
    );
  const parts = Object.entries(found).map(([key, value]: [string, unknown]) => {
    if (!Array.isArray(value) || value.length === 0)
      return ` ${JSON.stringify(key)}: ${plain(value)}`;
    return ` ${JSON.stringify(key)}: [\n${value.map((row) => `  ${plain(row)}`).join(',\n')}\n ]`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

function readme(found: Found): string {
  const of = (rows: readonly ArmRow[], realised: ArmRow['realised']) =>
    rows.filter((row) => row.realised === realised);
  return [
    `# ${text.title}`,
    '',
    ...text.head(found),
    '',
    `## ${text.moved}`,
    '',
    ...table(text.errorColumns, of(found.table, 'moved').map(errorCells)),
    '',
    '![errors](errors.svg)',
    '',
    `## ${text.rescanned}`,
    '',
    ...table(text.errorColumns, of(found.table, 'rescanned').map(errorCells)),
    '',
    `## ${text.axes}`,
    '',
    ...table(
      text.axesColumns,
      found.table
        .filter(({ of: group }) => group === 'all')
        .map((row) => [
          row.arm,
          text.realised[row.realised],
          ...row.axesMm.map((mm) => mm.toFixed(3)),
          ...row.axesDeg.map((deg) => deg.toFixed(3)),
        ]),
    ),
    '',
    `## ${text.byCase}`,
    '',
    ...table(text.caseColumns(found.cases), byCase(found)),
    '',
    `## ${text.refusals}`,
    '',
    text.refusalsNote,
    '',
    ...table(
      text.refusalColumns,
      found.refusals.map(({ kind, arm, n, refused, flagged, failed }) => [
        kind,
        arm,
        `${refused} / ${n}`,
        flagged > 0 ? `${flagged}` : '',
        failed.join('; '),
      ]),
    ),
    '',
    `## ${text.capture}`,
    '',
    text.captureNote,
    '',
    ...table(
      text.captureColumns,
      found.capture.map((row) => [
        row.case,
        row.arm,
        `${row.shiftMm}`,
        `${row.turnDeg}`,
        row.steps
          .filter(({ home, tried }) => home < tried)
          .map(
            ({ shiftMm, turnDeg, home, tried }) =>
              `${shiftMm > 0 ? `${shiftMm} mm` : `${turnDeg}°`} ${home}/${tried}`,
          )
          .join(', '),
      ]),
    ),
    '',
    `## ${text.limits}`,
    '',
    ...text.limitsList.map((line) => `- ${line}`),
    '',
  ].join('\n');
}

/** Mean error and share of good matches of each case, an arm a column. */
function byCase({ byCase: rows, cases, arms }: Found): string[][] {
  const moved = rows.filter(({ realised }) => realised === 'moved');
  return arms.map((arm) => [
    arm,
    ...cases.map((id) => {
      const row = moved.find((each) => each.arm === arm && each.of === id);
      return row ? `${row.mm.mean.toFixed(2)} / ${row.deg.mean.toFixed(2)}` : '';
    }),
  ]);
}

function errorCells(row: ArmRow): string[] {
  const { mm, deg, good, againstFull, arm } = row;
  const three = ({ mean, p95, max }: ArmRow['mm']) =>
    [mean, p95, max].map((value) => value.toFixed(2)).join(' / ');
  return [
    row.of,
    arm,
    `${row.n} (${row.cases})`,
    three(mm),
    three(deg),
    `${(100 * good).toFixed(1)} %`,
    againstFull ? interval(againstFull.mm) : arm === fullArm.name ? text.reference : '',
    againstFull ? interval(againstFull.deg) : '',
  ];
}

function interval({ mean, low, high }: Interval): string {
  const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(3)}`;
  return `${signed(mean)} (${signed(low)} to ${signed(high)})`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
}
