import type { LpsPoint } from '../../../studies/volume/geometry.ts';
import { markColours } from '../marks.ts';
import { patientToCanvas, type Placement } from '../placement.ts';
import { stroked } from '../structures/draw-structures.ts';
import { boxRect, type RegionBox } from './region-box.ts';

// Drawn into the picture itself (canvas units are CSS pixels), so that a capture has it too.

export const isocentreColour = '#ff5d5d';
export const boxColour = '#ffd479';

/** A cross in a ring; broken where the plane does not go through the isocentre. */
export function drawIsocentre(
  context: CanvasRenderingContext2D,
  placement: Placement,
  pointMm: LpsPoint,
  inPlane: boolean,
): void {
  const [x, y] = patientToCanvas(placement, pointMm);
  context.save();
  if (!inPlane) context.setLineDash([3, 3]);
  context.beginPath();
  context.arc(x, y, 7, 0, 2 * Math.PI);
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(x + 4 * dx, y + 4 * dy);
    context.lineTo(x + 13 * dx, y + 13 * dy);
  }
  stroked(context, isocentreColour, 1.5);
  context.restore();
}

export function drawBox(
  context: CanvasRenderingContext2D,
  placement: Placement,
  box: RegionBox,
): void {
  const { left, top, right, bottom } = boxRect(placement, box);
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  stroked(context, boxColour, 1.5);
}

export function drawLens(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  stroked(context, markColours.letter, 1.5);
}
