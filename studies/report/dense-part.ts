import type { DenseMeasures, DenseResult } from '../library/dense-records.ts';
import { badge } from '../messages/en/badge.ts';
import type { PlaneImage } from '../volume/plane.ts';
import { denseText } from './dense-text.ts';
import { planePicture } from './pictures.ts';
import { RESEARCH, type Box, type Sheet } from './sheet.ts';
import { drawTable } from './table.ts';

/** A dense heart as a report shows it. */
export interface ReportDense {
  readonly record: DenseResult;
  /** Neighbouring planes at end-diastole: a measured one, made ones, the next measured one. */
  readonly planes: readonly { readonly plane: number; readonly image: PlaneImage }[];
  readonly modelTitle: string;
  readonly modelStatement: string;
  readonly modelLimits: readonly string[];
}

/** The dense heart's page: what was measured, what was made, how far the two agree. */
export function densePart(sheet: Sheet, dense: ReportDense): void {
  const { record } = dense;
  sheet.heading(denseText.dense);
  sheet.mark(denseText.research);
  const made = record.planes.filter(({ kind }) => kind !== 'measured').length;
  sheet.facts([
    [denseText.method, methodOf(record)],
    [denseText.planes, denseText.planesValue(record.planes.length, made, record.slices.length)],
    [denseText.grid, record.grid.spacingMm.map((mm) => mm.toFixed(2)).join(' x ') + ' mm'],
    [denseText.shifts, denseText.shiftsValue(furthest(record), record.shiftsCorrected)],
  ]);
  sheet.heading(denseText.measures);
  drawTable(sheet, {
    head: ['', denseText.discs, denseText.labels],
    rows: measureRows(record),
    widths: [0.4, 0.3, 0.3],
  });
  sheet.paragraph(denseText.measuresNote, true);
  pictures(sheet, dense);
  agreement(sheet, record);
  if (record.warnings.length > 0) {
    sheet.heading(denseText.warnings);
    sheet.bullets(record.warnings.map(({ message }) => message));
  }
  sheet.heading(denseText.provenance);
  sheet.facts([
    [denseText.model, `${dense.modelTitle} ${record.modelVersion}`],
    [denseText.weights, record.weightsSha256],
    [denseText.input, record.inputSha256],
    [denseText.device, `${record.provider}, ${record.seconds.toFixed(0)} s`],
    [denseText.made, record.created.slice(0, 19).replace('T', ' ')],
  ]);
  if (dense.modelStatement !== '') sheet.paragraph(dense.modelStatement, true);
  sheet.bullets(dense.modelLimits);
}

const measureNames = [
  'lvEdvMl',
  'lvEsvMl',
  'lvEfPct',
  'lvMassG',
  'rvEdvMl',
  'rvEsvMl',
  'rvEfPct',
] as const;

/** Of one phase alone: there is no second volume to tell how the heart ejects. */
const onePhaseNames = ['lvEdvMl', 'lvMassG', 'rvEdvMl'] as const;

function measureRows({ discs, measures, phases }: DenseResult): string[][] {
  const cell = (of: DenseMeasures, name: (typeof measureNames)[number]) => {
    const measure = of[name];
    if (measure === null) return '–';
    const { value, low, high } = measure;
    return `${value.toFixed(0)} (${low.toFixed(0)} to ${high.toFixed(0)})`;
  };
  const one = phases.length === 1;
  const readable = one ? onePhaseNames : measureNames;
  const names = one ? { ...denseText.names, ...denseText.onePhaseNames } : denseText.names;
  return readable.map((name) => [names[name], cell(discs, name), cell(measures, name)]);
}

function pictures(sheet: Sheet, { record, planes }: ReportDense): void {
  const { edPhase, phases } = record;
  sheet.heading(denseText.pictures(phases.length === 1 ? phases[edPhase]! : null));
  sheet.pictures(
    planes.map(({ plane, image }) => {
      const caption = denseText.caption(record.planes[plane]!, plane);
      const picture = planePicture(image, { centre: 128, width: 256 });
      const measured = record.planes[plane]!.kind === 'measured';
      return { picture, caption, alt: caption, ...(!measured && { over: markMade(sheet) }) };
    }),
    Math.max(3, planes.length),
  );
}

function agreement(sheet: Sheet, { withheld, longAxis }: DenseResult): void {
  if (withheld.length > 0) {
    sheet.heading(denseText.withheld);
    const ways = [...new Set(withheld.flatMap(({ by }) => Object.keys(by)))];
    const mean = (values: readonly (number | null | undefined)[]) => {
      const known = values.filter((value) => value != null);
      return known.length === 0 ? NaN : known.reduce((sum, v) => sum + v, 0) / known.length;
    };
    const digits = (value: number, n: number) => (Number.isFinite(value) ? value.toFixed(n) : '–');
    drawTable(sheet, {
      head: [denseText.way, 'PSNR dB', 'SSIM', 'Dice LV', denseText.muscle, 'RV'],
      rows: ways.map((way) => {
        const of = withheld.map(({ by }) => by[way]);
        return [
          way,
          digits(mean(of.map((row) => row?.psnrDb)), 1),
          digits(mean(of.map((row) => row?.ssim)), 3),
          digits(mean(of.map((row) => row?.dice.lvCavity)), 3),
          digits(mean(of.map((row) => row?.dice.lvMyocardium)), 3),
          digits(mean(of.map((row) => row?.dice.rvCavity)), 3),
        ];
      }),
      widths: [0.25, 0.15, 0.15, 0.15, 0.15, 0.15],
    });
  }
  if (longAxis.length > 0) {
    sheet.heading(denseText.longAxis);
    drawTable(sheet, {
      head: [denseText.view, denseText.correlation, 'Dice LV', denseText.outline],
      rows: longAxis.map(({ view, correlation, dice, outlineMm }) => [
        view,
        correlation.map((r) => r.toFixed(2)).join(' / '),
        dice?.lvCavity.toFixed(2) ?? '–',
        outlineMm?.toFixed(1) ?? '–',
      ]),
      widths: [0.25, 0.25, 0.25, 0.25],
    });
  }
}

/** A dashed frame: this picture was made. */
const markMade =
  ({ doc }: Sheet) =>
  ({ x, y, width, height }: Box) =>
    void doc
      .rect(x + 0.75, y + 0.75, width - 1.5, height - 1.5)
      .lineWidth(1.5)
      .dash(4, { space: 3 })
      .stroke(RESEARCH)
      .undash();

const methodOf = ({ method, steps }: DenseResult) =>
  badge.denseWay(method) + (method.startsWith('dmcvr') ? denseText.steps(steps) : '');

const furthest = ({ slices }: DenseResult) =>
  Math.max(0, ...slices.map(({ shiftMm: [dx, dy] }) => Math.hypot(dx, dy)));
