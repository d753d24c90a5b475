import { markFont } from '../marks.ts';
import type { StructureLines } from './outline-lines.ts';

// Drawn into the picture itself (canvas units are CSS pixels), so that a capture has it too.

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

/** The path so far, on a dark rim. */
export function stroked(context: CanvasRenderingContext2D, colour: string, width: number): void {
  context.strokeStyle = 'rgb(0 0 0 / 60%)';
  context.lineWidth = width + 1.5;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
