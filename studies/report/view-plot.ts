import type { Box } from './sheet.ts';
import { text } from './text.ts';

const BAR = '#1d5fa8';
const MEAN = '#9a3412';
const INK = '#5a6570';
const LINE = '#c9d0d6';

/**
 * Draws one bar for each view, its residual in percent, with the figure of the whole scan as a line.
 * Angles stand below the first and the last view.
 */
export function drawViewPlot(
  doc: PDFKit.PDFDocument,
  { x, y, width, height }: Box,
  plot: {
    perViewPercent: readonly number[];
    wholePercent: number;
    anglesDeg: readonly number[] | null;
  },
): void {
  const { perViewPercent, wholePercent, anglesDeg } = plot;
  const left = x + 26;
  const across = width - 26;
  const bottom = y + height - 12;
  const tall = height - 20;
  const top = niceTop(Math.max(wholePercent, ...perViewPercent));
  const at = (percent: number) => bottom - (tall * percent) / top;
  doc.font('regular').fontSize(6.5).fillColor(INK);
  for (const share of [0, 0.5, 1]) {
    const level = at(top * share);
    doc
      .moveTo(left, level)
      .lineTo(left + across, level)
      .lineWidth(0.4)
      .stroke(LINE);
    const words = text.percent(top * share);
    doc.text(words, x, level - 3, { width: 23, align: 'right', lineBreak: false });
  }
  const step = across / perViewPercent.length;
  for (const [view, percent] of perViewPercent.entries()) {
    const level = at(percent);
    doc.rect(left + view * step + 0.1 * step, level, 0.8 * step, bottom - level);
  }
  doc.fill(BAR);
  const level = at(wholePercent);
  doc
    .moveTo(left, level)
    .lineTo(left + across, level)
    .lineWidth(0.8)
    .stroke(MEAN);
  doc.fillColor(INK);
  const name = (view: number) => text.viewAt(view + 1, anglesDeg?.[view] ?? null);
  const last = perViewPercent.length - 1;
  doc.text(name(0), left, bottom + 3, { width: across, align: 'left', lineBreak: false });
  doc.text(name(last), left, bottom + 3, { width: across, align: 'right', lineBreak: false });
}

/** A round number of percent at or above the greatest: 1, 2 or 5 times a power of ten. */
export function niceTop(greatest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(greatest, 1e-3)));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= greatest * (1 - 1e-9)) ?? 10 * power;
}
