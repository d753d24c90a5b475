import type { LpsPoint } from '../../../studies/volume/geometry.ts';
import { markColours, markFont } from '../marks.ts';
import { patientToCanvas, type Placement } from '../placement.ts';
import type { StructureLines } from './outline-lines.ts';
import { boxRect, type RegionBox } from './region-box.ts';

// Drawn into the picture itself (canvas units are CSS pixels), so that a capture has it too.

export const isocentreColour = '#ff5d5d';
export const boxColour = '#ffd479';

/** Lines on a dark rim, so that they stand out from bone and air alike. */
export function drawStructures(
  context: CanvasRenderingContext2D,
  structures: readonly StructureLines[],
  names: boolean,
): void {
  context.lineJoin = 'round';
  for (const { lines, colour } of structures) {
    context.beginPath();
    for (const { points, closed } of lines) {
      for (let n = 0; n < points.length; n += 2) {
        if (n === 0) context.moveTo(points[0]!, points[1]!);
        else context.lineTo(points[n]!, points[n + 1]!);
      }
      if (closed) context.closePath();
    }
    stroked(context, colour, 1.5);
  }
  if (!names) return;
  context.font = `600 11px ${markFont}`;
  context.textAlign = 'start';
  for (const { name, nameAt, colour } of structures) {
    context.strokeStyle = '#000';
    context.lineWidth = 3;
    context.strokeText(name, ...nameAt);
    context.fillStyle = colour;
    context.fillText(name, ...nameAt);
  }
}

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

function stroked(context: CanvasRenderingContext2D, colour: string, width: number): void {
  context.strokeStyle = 'rgb(0 0 0 / 60%)';
  context.lineWidth = width + 1.5;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
