import type { HeartResult } from '../library/heart-records.ts';
import { heartText } from './heart-text.ts';
import type { Box } from './sheet.ts';
import { DIM, LINE } from './sheet.ts';

/** Between the lines of the scale. */
const STEP_ML = 25;

interface Curve {
  readonly name: string;
  readonly values: readonly number[];
  readonly colour: string;
  readonly dashed: boolean;
}

/** Volumes of both ventricles over one beat: what is reported is drawn full, the rest dashed. */
export function heartCurves({ masks, edited, headCurveMl }: HeartResult): Curve[] {
  const names = heartText.curveNames;
  const reported = edited ?? masks;
  return [
    {
      name: edited ? names.edited : names.model,
      values: reported.lvCurveMl,
      colour: '#1d5fa8',
      dashed: false,
    },
    ...(edited
      ? [{ name: names.model, values: masks.lvCurveMl, colour: '#1d5fa8', dashed: true }]
      : []),
    ...(headCurveMl === undefined
      ? []
      : [{ name: names.head, values: headCurveMl, colour: '#5a6570', dashed: true }]),
    ...(reported.rvCurveMl === null
      ? []
      : [{ name: names.right, values: reported.rvCurveMl, colour: '#0a7d5c', dashed: false }]),
  ].filter(({ values }) => values.length > 1);
}

/** Draws the curves over the beat, with the chosen frames as upright lines and a key below. */
export function drawHeartCurves(
  doc: PDFKit.PDFDocument,
  { x, y, width, height }: Box,
  record: HeartResult,
): void {
  const curves = heartCurves(record);
  const left = x + 34;
  const across = width - 40;
  const bottom = y + height - 26;
  const tall = height - 36;
  const most = Math.max(1, ...curves.flatMap(({ values }) => values));
  const top = Math.ceil(most / STEP_ML) * STEP_ML;
  const upright = (ml: number) => bottom - (tall * ml) / top;
  doc.font('regular').fontSize(6.5).fillColor(DIM);
  const lines = Math.min(5, top / STEP_ML);
  for (let line = 0; line <= lines; line++) {
    const ml = (top * line) / lines;
    const level = upright(ml);
    doc
      .moveTo(left, level)
      .lineTo(left + across, level)
      .lineWidth(0.4)
      .stroke(LINE);
    const words = `${ml.toFixed(0)} mL`;
    doc.text(words, x, level - 3.5, { width: 30, align: 'right', lineBreak: false });
  }
  for (const [phase, name] of [
    [record.edPhase, heartText.endDiastole],
    [record.esPhase, heartText.endSystole],
  ] as const) {
    const at = left + (across * phase) / record.phases;
    doc.moveTo(at, y).lineTo(at, bottom).lineWidth(0.6).stroke(DIM);
    doc.text(name, at + 2, y, { width: 20, lineBreak: false });
  }
  for (const { values, colour, dashed } of curves) {
    // The beat closes: the value after the last is the first.
    for (const [n, ml] of [...values, values[0]!].entries()) {
      const px = left + (across * n) / values.length;
      if (n === 0) doc.moveTo(px, upright(ml));
      else doc.lineTo(px, upright(ml));
    }
    if (dashed) doc.dash(3, { space: 2 });
    doc.lineWidth(1.2).stroke(colour);
    if (dashed) doc.undash();
  }
  const [first, last] =
    record.rrIntervalMs === null
      ? heartText.phaseAxis(record.phases)
      : heartText.timeAxis(record.rrIntervalMs);
  doc.fillColor(DIM);
  doc.text(first, left, bottom + 3, { width: across, align: 'left', lineBreak: false });
  doc.text(last, left, bottom + 3, { width: across, align: 'right', lineBreak: false });
  key(doc, curves, { x: left, y: bottom + 15 });
}

function key(doc: PDFKit.PDFDocument, curves: readonly Curve[], at: { x: number; y: number }) {
  let { x } = at;
  for (const { name, colour, dashed } of curves) {
    if (dashed) doc.dash(3, { space: 2 });
    doc
      .moveTo(x, at.y + 3)
      .lineTo(x + 16, at.y + 3)
      .lineWidth(1.4)
      .stroke(colour);
    if (dashed) doc.undash();
    doc.font('regular').fontSize(7).fillColor(DIM);
    doc.text(name, x + 20, at.y - 1, { lineBreak: false });
    x += 34 + doc.widthOfString(name);
  }
}
