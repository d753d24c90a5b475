import { markFont } from './marks.ts';

/** Height of the strip that a badge takes at the foot of a picture, in CSS pixels. */
export const badgeHeightPx = 22;

/** 'model' for what a model made, 'plain' for what was acquired and stands beside it. */
export type BadgeTone = 'model' | 'plain';

const tones: Record<BadgeTone, { ground: string; text: string }> = {
  model: { ground: 'rgb(51 39 15 / 92%)', text: '#f6cf86' },
  plain: { ground: 'rgb(18 23 29 / 92%)', text: '#c3ced9' },
};

/** Letters smaller than this are hard to read: a long badge then takes two lines. */
const legiblePx = 9;
const twoLinesPx = 10;

/**
 * A badge in one line, or in two broken where its parts meet, with letters small enough to fit.
 * `widthAt12` measures a text in letters of 12 pixels.
 */
export function badgeLines(
  text: string,
  widthAt12: (text: string) => number,
  limitPx: number,
): { lines: string[]; sizePx: number } {
  const fitting = (lines: string[], most: number) =>
    Math.min(most, (12 * limitPx) / Math.max(1, ...lines.map(widthAt12)));
  const single = fitting([text], 12);
  const parts = text.split(' · ');
  if (single >= legiblePx || parts.length < 2) return { lines: [text], sizePx: single };
  const breaks = parts.slice(1).map((_, n) => {
    const lines = [parts.slice(0, n + 1).join(' · '), parts.slice(n + 1).join(' · ')];
    return { lines, sizePx: fitting(lines, twoLinesPx) };
  });
  return breaks.reduce((best, other) => (other.sizePx > best.sizePx ? other : best));
}

/**
 * Writes a model result's badge into the picture itself. The canvas's units must be CSS pixels.
 * The letters shrink on a narrow picture: the badge is never cut.
 */
export function drawBadge(
  context: CanvasRenderingContext2D,
  text: string,
  width: number,
  height: number,
  tone: BadgeTone = 'model',
): void {
  context.font = `600 12px ${markFont}`;
  const widthAt12 = (part: string) => context.measureText(part).width;
  const { lines, sizePx } = badgeLines(text, widthAt12, width - 16);
  context.save();
  context.fillStyle = tones[tone].ground;
  context.fillRect(0, height - badgeHeightPx, width, badgeHeightPx);
  context.font = `600 ${sizePx}px ${markFont}`;
  context.fillStyle = tones[tone].text;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  lines.forEach((line, n) => {
    const y = height - badgeHeightPx * (1 - (n + 0.5) / lines.length);
    context.fillText(line, width / 2, y);
  });
  context.restore();
}
