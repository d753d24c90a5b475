import { indexedMeasures } from '../cardiac/function/body-surface.ts';
import { bandFor, bandStatus, type FoundBand } from '../cardiac/function/reference-bands.ts';
import type { HeartMeasureName, HeartMeasures } from '../library/heart-records.ts';
import type { ReportHeart } from './heart-input.ts';
import { heartText, intervalText, measureWords, valueText } from './heart-text.ts';
import type { Sheet } from './sheet.ts';
import { drawTable } from './table.ts';

const blocks: readonly (readonly [title: string, measures: readonly HeartMeasureName[]])[] = [
  [
    heartText.leftVentricle,
    ['lvEdvMl', 'lvEsvMl', 'lvSvMl', 'lvEfPct', 'cardiacOutputLMin', 'lvMassG'],
  ],
  [heartText.rightVentricle, ['rvEdvMl', 'rvEsvMl', 'rvSvMl', 'rvEfPct']],
  [heartText.atria, ['laMaxMl', 'laMinMl', 'raMaxMl', 'raMinMl']],
  [heartText.walls, ['wallMeanMm', 'wallMaxMm', 'mitralTravelMm']],
];

/**
 * The reported measures, block by block: value and interval, raw and per body surface, each beside the
 * usual range of the same sex, age and papillary convention, with the sources below.
 */
export function measureTables(sheet: Sheet, heart: ReportHeart): void {
  const sources: string[] = [];
  const indexed = indexedMeasures(heart.record.measures, heart.record.bodySurfaceM2);
  for (const [title, measures] of blocks) {
    sheet.heading(title);
    const rows = measures
      .filter((name) => heart.record.measures[name] !== undefined)
      .map((name) => measureRow(name, heart, indexed, sources));
    if (rows.length === 0) sheet.paragraph(heartText.notMeasured);
    else {
      drawTable(sheet, {
        head: heartText.columns,
        rows,
        widths: [0.24, 0.12, 0.15, 0.17, 0.1, 0.15, 0.07],
      });
    }
  }
  if (sources.length === 0) sheet.paragraph(heartText.noBands(heart.record.patientSex), true);
  else {
    sheet.paragraph(heartText.bandNote, true);
    for (const [n, source] of sources.entries())
      sheet.paragraph(heartText.source(n + 1, source), true);
  }
}

function measureRow(
  name: HeartMeasureName,
  heart: ReportHeart,
  indexed: HeartMeasures,
  sources: string[],
): string[] {
  const measure = heart.record.measures[name]!;
  const { label, digits } = measureWords[name];
  const raw = band(heart, name, false);
  const perSurface = indexed[name];
  const surface = perSurface ? band(heart, name, true) : null;
  return [
    label,
    valueText(name, measure),
    intervalText(name, measure),
    usual(raw, measure.value, digits),
    perSurface ? perSurface.value.toFixed(name === 'cardiacOutputLMin' ? 1 : 0) : heartText.absent,
    perSurface ? usual(surface, perSurface.value, digits) : heartText.absent,
    [...new Set([raw, surface].map((found) => sourceNumber(found, sources)))].join(' ').trim(),
  ];
}

function band(heart: ReportHeart, name: HeartMeasureName, indexed: boolean): FoundBand | null {
  const { patientSex: sex, patientAgeYears: ageYears } = heart.record;
  return bandFor(name, { sex, ageYears, convention: heart.convention, indexed });
}

function usual(found: FoundBand | null, value: number, digits: number): string {
  if (found === null) return heartText.absent;
  const limits = heartText.usual(found.low, found.high, digits);
  // As it is printed: 47 does not lie below 47.
  const printed = Number(value.toFixed(digits));
  return limits + heartText.status[bandStatus(printed, found)];
}

/** "[2]", the source being noted at its first use; nothing for no band or one just noted. */
function sourceNumber(found: FoundBand | null, sources: string[]): string {
  if (found === null) return '';
  const words = sourceWords(found);
  const known = sources.indexOf(words);
  if (known < 0) sources.push(words);
  return `[${known < 0 ? sources.length : known + 1}]`;
}

function sourceWords({ source, sex, ageYears, ageChecked }: FoundBand): string {
  const people = [
    ...(sex === 'any' ? [] : [sex === 'F' ? 'women' : 'men']),
    ...(ageYears === null ? [] : [heartText.ages(ageYears, ageChecked === true)]),
  ];
  return people.length === 0 ? source : `${source}; ${people.join(', ')}`;
}

const beside: readonly HeartMeasureName[] = [
  'lvEdvMl',
  'lvEsvMl',
  'lvSvMl',
  'lvEfPct',
  'lvMassG',
  'rvEdvMl',
  'rvEsvMl',
  'rvEfPct',
  'laMaxMl',
  'raMaxMl',
];

/** The network's values, those of its contours and those of edited ones, side by side. */
export function besideTable(sheet: Sheet, { record }: ReportHeart): void {
  sheet.room(200);
  sheet.heading(heartText.beside);
  sheet.paragraph(heartText.besideNote, true);
  const { measures, head, masks, edited } = record;
  const cell = (name: HeartMeasureName, from: HeartMeasures | undefined) =>
    from?.[name] === undefined ? heartText.absent : valueText(name, from[name]);
  const rows = beside
    .filter((name) => [measures, head, masks.measures].some((from) => from[name] !== undefined))
    .map((name) => [
      besideLabel(name),
      cell(name, measures),
      cell(name, head),
      cell(name, masks.measures),
      cell(name, edited?.measures),
    ]);
  drawTable(sheet, {
    head: heartText.besideColumns,
    rows,
    widths: [0.32, 0.17, 0.17, 0.17, 0.17],
  });
}

/** "LV end-diastolic volume": apart from its block a measure says whose it is. */
function besideLabel(name: HeartMeasureName): string {
  const { label } = measureWords[name];
  const side = name.startsWith('lv') ? 'LV' : name.startsWith('rv') ? 'RV' : null;
  return side === null ? label : `${side} ${label[0]!.toLowerCase()}${label.slice(1)}`;
}
