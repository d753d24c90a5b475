import { cssOf } from './labels-colours.ts';
import { outlineColours, type LabelPicture } from './labels-picture.ts';
import { markFont } from './marks.ts';
import type { Placement } from './placement.ts';

/** How labels lie over a picture. */
export interface LabelLook {
  readonly shown: boolean;
  readonly fill: boolean;
  readonly contours: boolean;
  /** Of the fill, 0 to 1. */
  readonly opacity: number;
  /** Names in the picture, for readers who do not go by colour. */
  readonly names: boolean;
  /** The model's own outlines, dashed, where a person drew over them. */
  readonly model: boolean;
}

export const openingLook: LabelLook = {
  shown: true,
  fill: true,
  contours: true,
  opacity: 0.3,
  names: false,
  model: true,
};

const linePx = 1.75;

/** Draws labels on a canvas whose units are CSS pixels, over the slice that lies at `placement`. */
export function drawLabels(
  context: CanvasRenderingContext2D,
  placement: Placement,
  picture: LabelPicture,
  look: LabelLook,
  model: LabelPicture | null = null,
): void {
  if (!look.shown) return;
  const { geometry, pixelsPerMm, originPx } = placement;
  const columnPx = geometry.spacingMm[0] * pixelsPerMm;
  const rowPx = geometry.spacingMm[1] * pixelsPerMm;
  context.save();
  context.translate(...originPx);
  context.scale(columnPx, rowPx);
  if (look.fill && picture.fill) {
    const { canvas, column, row } = picture.fill;
    context.globalAlpha = look.opacity;
    context.drawImage(canvas, column - 0.5, row - 0.5);
    context.globalAlpha = 1;
  }
  const perPixel = 1 / Math.sqrt(columnPx * rowPx);
  context.lineJoin = 'round';
  if (model && look.model) {
    context.setLineDash([5 * perPixel, 4 * perPixel]);
    strokeOutlines(context, model, perPixel);
    context.setLineDash([]);
  }
  if (look.contours) strokeOutlines(context, picture, perPixel);
  context.restore();
  if (look.names)
    writeNames(context, picture, (x, y) => [originPx[0] + x * columnPx, originPx[1] + y * rowPx]);
}

function strokeOutlines(
  context: CanvasRenderingContext2D,
  picture: LabelPicture,
  perPixel: number,
): void {
  for (const { outline, path } of picture.outlines) {
    // A dark line beneath keeps the colour readable on bright blood.
    context.strokeStyle = 'rgb(0 0 0 / 55%)';
    context.lineWidth = (linePx + 1.5) * perPixel;
    context.stroke(path);
    context.strokeStyle = cssOf(outlineColours[outline]);
    context.lineWidth = linePx * perPixel;
    context.stroke(path);
  }
}

/** As radiologists write them; the same in every language. */
const letters = {
  lvCavity: 'LV',
  lvMyocardium: '',
  rvCavity: 'RV',
  leftAtrium: 'LA',
  rightAtrium: 'RA',
} as const;

function writeNames(
  context: CanvasRenderingContext2D,
  picture: LabelPicture,
  toCanvas: (x: number, y: number) => [number, number],
): void {
  context.save();
  context.font = `700 13px ${markFont}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.strokeStyle = '#000';
  for (const { name, at } of picture.names) {
    context.strokeText(letters[name], ...toCanvas(...at));
    context.fillStyle = cssOf(name);
    context.fillText(letters[name], ...toCanvas(...at));
  }
  context.restore();
}
