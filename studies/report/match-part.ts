import { toleranceTables } from '../positioning/tolerance/tables.ts';
import { couchDisplays } from '../positioning/couch/display.ts';
import { line, sideBySide, smallFacts, type Column } from './match-columns.ts';
import type { MatchReportInput } from './match-input.ts';
import { matchNumbers } from './match-numbers.ts';
import { matchPictures } from './match-pictures.ts';
import { matchText } from './match-text.ts';
import { readableDate, readableName } from './readable.ts';
import { DIM, INK, RESEARCH, Sheet } from './sheet.ts';
import { drawTable } from './table.ts';
import { text } from './text.ts';

/** The third holds "Longitudinal". */
const WIDTHS = [0.115, 0.105, 0.132, 0.1, 0.1, 0.1, 0.12, 0.118, 0.11] as const;

const PASS = '#1f6f3a';

/** The page of a positioning check, as a tagged A4 PDF; long warnings may take a second page. */
export async function renderMatchReport(input: MatchReportInput): Promise<Uint8Array> {
  const sheet = new Sheet(matchText.title, input.created);
  matchPart(sheet, input);
  const { study, software, created } = input;
  const when = created.toISOString().slice(0, 16).replace('T', ' ');
  return sheet.finish(
    `${readableName(study.patientName)} · ${study.patientId}`,
    text.madeBy(software, `${when} UTC`),
  );
}

/** What the couch has to do and who said so, then what it rests on. Of a refused match no numbers. */
export function matchPart(sheet: Sheet, input: MatchReportInput): void {
  const { record, badge } = input;
  sheet.heading(matchText.title, 1);
  identity(sheet, input);
  sheet.doc.y += 5;
  sideBySide(sheet, [
    { share: 0.66, draw: (column) => answer(sheet, column, input) },
    { share: 0.34, draw: (column) => signatures(sheet, column, input) },
  ]);
  sheet.doc.y += 3;
  if (given(input)) numbers(sheet, input);
  matchPictures(sheet, input);
  if (badge !== null) sheet.mark(matchText.restored(badge));
  warnings(sheet, input);
  if (given(input)) grounds(sheet, input);
  else {
    const how = matchText.howValue(record, input.regionName);
    smallFacts(sheet, page(sheet), [[matchText.how, how]]);
  }
}

/** What the numbers rest on and depend on; kept together. */
function grounds(sheet: Sheet, input: MatchReportInput): void {
  const [left, right] = [quality(input), checks(input)];
  sheet.room(11 * Math.max(left.length, right.length + 8));
  sheet.doc.y += 2;
  sideBySide(sheet, [
    { share: 0.5, draw: (column) => smallFacts(sheet, column, left) },
    {
      share: 0.5,
      draw: (column) => {
        smallFacts(sheet, column, right);
        matrix(sheet, column, input);
      },
    },
  ]);
}

/** Whether there is a shift to tell. */
const given = ({ record }: MatchReportInput) => record.credible && record.couch !== null;

const page = (sheet: Sheet): Column => ({ x: sheet.doc.page.margins.left, width: sheet.width });

function identity(sheet: Sheet, input: MatchReportInput): void {
  const { study, planningStudy, fixed, moving, plan, record } = input;
  const born = `${readableDate(study.patientBirthDate)} / ${study.patientSex || text.unknown}`;
  const named = (volume: MatchReportInput['fixed'], date: string) =>
    matchText.series(volume.record.description || text.unknown, date);
  sideBySide(sheet, [
    {
      share: 0.5,
      draw: (column) =>
        smallFacts(sheet, column, [
          [text.patient, readableName(study.patientName) || text.unknown],
          [text.patientId, study.patientId || text.unknown],
          [`${text.born} / ${text.sex}`, born],
          [text.study, study.description || text.unknown],
        ]),
    },
    {
      share: 0.5,
      draw: (column) =>
        smallFacts(sheet, column, [
          [matchText.scanned, input.scanned || text.unknown],
          [matchText.scan, named(moving, gridOf(moving))],
          [matchText.planning, named(fixed, readableDate(planningStudy.date))],
          [matchText.plan, plan ?? matchText.noPlan],
          [matchText.made, `${record.created.slice(0, 16).replace('T', ' ')} UTC`],
        ]),
    },
  ]);
  if (study.patientId !== planningStudy.patientId)
    sheet.mark(matchText.otherPatient(study.patientId, planningStudy.patientId));
}

const gridOf = ({ record }: MatchReportInput['fixed']) =>
  `${record.dims.join(' × ')} of ${record.spacingMm.map((mm) => mm.toFixed(1)).join(' × ')} mm`;

function answer(sheet: Sheet, column: Column, input: MatchReportInput): void {
  const { record, display } = input;
  const say = (words: string, colour: string, size = 9.5) =>
    line(sheet, column, words, { size, face: 'bold', colour });
  if (!given(input)) {
    say(matchText.refused, RESEARCH, 11);
    for (const { message } of record.reasons) say(message, INK, 9.5);
    line(sheet, column, matchText.refusedNote, { colour: RESEARCH });
    return;
  }
  const { within, words, beyondCouch } = record;
  if (within === null) say(matchText.notJudged, RESEARCH, 11);
  else if (within.pass) say(matchText.within(within.table), PASS, 11);
  else say(matchText.outside(within.table), RESEARCH, 11);
  for (const sentence of words) say(upperFirst(sentence), INK);
  if (beyondCouch.length > 0) {
    const { labels } = couchDisplays[display];
    say(matchText.beyondCouch(beyondCouch.map((axis) => labels[axis])), RESEARCH, 9);
  }
}

const upperFirst = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function signatures(sheet: Sheet, column: Column, { record }: MatchReportInput): void {
  if (record.signatures.length === 0) {
    line(sheet, column, matchText.notSigned, { size: 11, face: 'bold', colour: RESEARCH });
    line(sheet, column, matchText.notSignedNote, { colour: DIM });
  }
  for (const { meaning, person, at, reason, recordSha256 } of record.signatures) {
    const colour = meaning === 'approved' ? PASS : RESEARCH;
    line(sheet, column, matchText.meanings[meaning], { size: 11, face: 'bold', colour });
    line(sheet, column, matchText.by(person, `${at.slice(0, 16).replace('T', ' ')} UTC`));
    if (reason !== '') line(sheet, column, matchText.reason(reason));
    line(sheet, column, matchText.hash, { size: 6.5, colour: DIM });
    line(sheet, column, recordSha256.replace(/^.{32}/, '$&\n'), {
      size: 6.5,
      face: 'mono',
      colour: DIM,
    });
  }
}

function numbers(sheet: Sheet, { record, display }: MatchReportInput): void {
  const { head, rows } = matchNumbers(record, display);
  drawTable(sheet, { head, rows, widths: WIDTHS, strong: 'row' });
  const note = matchText.numbersNote(
    couchDisplays[display],
    toleranceTables[record.params.tolerance],
  );
  line(sheet, page(sheet), note, { size: 6.5, colour: DIM });
  sheet.doc.y += 2;
}

type Facts = [label: string, value: string][];

function quality({ record, regionName }: MatchReportInput): Facts {
  const { quality: fit, evidence, uncertainty } = record;
  const facts: Facts = [[matchText.how, matchText.howValue(record, regionName)]];
  if (fit !== null)
    facts.push(
      [matchText.metric, matchText.metricValue(fit)],
      [matchText.agreement, matchText.agreementValue(fit)],
    );
  if (evidence !== null)
    facts.push(
      [matchText.tissues, matchText.tissuesValue(evidence)],
      [matchText.body, matchText.bodyValue(evidence)],
      [matchText.other, matchText.otherValue(evidence)],
      [matchText.metal, matchText.metalValue(evidence)],
    );
  if (uncertainty !== null) facts.push([matchText.parts, matchText.partsValue(uncertainty)]);
  if (record.departurePercent !== null)
    facts.push([matchText.departure, matchText.departureValue(record.departurePercent)]);
  return facts;
}

function checks({ record }: MatchReportInput): Facts {
  const { opinion, captureRange, residuals, frame } = record;
  return [
    [matchText.opinion, opinion ? matchText.opinionValue(opinion) : matchText.noOpinion],
    [matchText.capture, captureRange ? matchText.captureValue(captureRange) : matchText.noCapture],
    ...residuals.map((one): [string, string] => [
      matchText.residual(one.name),
      matchText.residualValue(one),
    ]),
    [matchText.position, frame.position],
    [matchText.isocentres, matchText.isocentresValue(frame.planIsocentreMm, frame.scanIsocentreMm)],
    [matchText.pivot, matchText.pivotValue(frame.pivotMm, frame.order)],
  ];
}

function matrix(sheet: Sheet, column: Column, { record }: MatchReportInput): void {
  if (record.matrix === null) return;
  smallFacts(sheet, column, [[matchText.matrix, matchText.matrixNote]]);
  const inner = { x: column.x + 72, width: column.width - 72 };
  const row = (n: number) =>
    record
      .matrix!.slice(4 * n, 4 * n + 4)
      .map((value, c) => value.toFixed(c === 3 ? 3 : 6).padStart(c === 3 ? 10 : 9))
      .join(' ');
  line(sheet, inner, [0, 1, 2, 3].map(row).join('\n'), { size: 5.6, face: 'mono' });
}

function warnings(sheet: Sheet, { record }: MatchReportInput): void {
  const all = new Set(record.warnings.map(({ message }) => message));
  if (all.size === 0) return;
  line(sheet, page(sheet), matchText.warnings, { face: 'bold', colour: RESEARCH });
  for (const message of all) line(sheet, page(sheet), `• ${message}`, { size: 7.5 });
  sheet.doc.y += 2;
}
