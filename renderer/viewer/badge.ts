import { markFont } from './marks.ts';

/** Height of the strip that a badge takes at the foot of a picture, in CSS pixels. */
export const badgeHeightPx = 22;

/** 'model' for what a model made, 'plain' for what was acquired and stands beside it. */
export type BadgeTone = 'model' | 'plain';

const tones: Record<BadgeTone, { ground: string; text: string }> = {
  model: { ground: 'rgb(51 39 15 / 92%)', text: '#f6cf86' },
  plain: { ground: 'rgb(18 23 29 / 92%)', text: '#c3ced9' },
};

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
  const sizeFor = (limit: number) => {
    context.font = `600 12px ${markFont}`;
    return Math.min(12, (12 * limit) / Math.max(1, context.measureText(text).width));
  };
  context.save();
  context.fillStyle = tones[tone].ground;
  context.fillRect(0, height - badgeHeightPx, width, badgeHeightPx);
  context.font = `600 ${sizeFor(width - 16)}px ${markFont}`;
  context.fillStyle = tones[tone].text;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, width / 2, height - badgeHeightPx / 2);
  context.restore();
}
