import { paintStroke } from '../../studies/cardiac/contours/brush.ts';
import type { PixelPoint } from '../../studies/cardiac/contours/classes.ts';
import { dragContour } from '../../studies/cardiac/contours/drag.ts';
import { closestOnPolygon, type Polygon } from '../../studies/cardiac/contours/polygon.ts';
import { refillOutline, type HeartOutline } from '../../studies/cardiac/contours/refill-outline.ts';
import type { LabelPicture } from './labels-picture.ts';
import type { LabelClass, LabelGrid } from './labels.ts';

/** What the left button does in the picture. */
export type LabelTool = 'look' | 'brush' | 'eraser' | 'contour' | 'centre';

/** One drag of a tool over one slice; answers the labels as they are after each move. */
export interface LabelStroke {
  to(point: PixelPoint): Uint8Array;
}

/** Paints discs of one class along the way; class 0 erases. */
export function brushStroke(
  labels: Uint8Array,
  grid: LabelGrid,
  radiusPx: number,
  paint: LabelClass,
  start: PixelPoint,
): LabelStroke {
  const dims = [grid.columns, grid.rows] as const;
  let last = start;
  let painted = labels;
  return {
    to(point) {
      // A copy each time: what was shown before keeps its picture.
      painted = painted.slice();
      paintStroke(painted, dims, last, point, radiusPx, paint);
      last = point;
      return painted;
    },
  };
}

/** The outline nearest to a point; null when none is within reach. */
export function outlineNear(
  picture: LabelPicture,
  [x, y]: PixelPoint,
  reachPx: number,
): { outline: HeartOutline; polygon: Polygon } | null {
  const found = picture.outlines
    .flatMap(({ outline, polygons }) => polygons.map((polygon) => ({ outline, polygon })))
    .map((line) => ({ ...line, distance: closestOnPolygon(line.polygon, x, y).distance }))
    .sort((a, b) => a.distance - b.distance)[0];
  return found && found.distance <= reachPx ? found : null;
}

/** Pulls an outline by the point it was grabbed at; the rest of the map gives way. */
export function contourStroke(
  labels: Uint8Array,
  grid: LabelGrid,
  grabbed: { outline: HeartOutline; polygon: Polygon },
  start: PixelPoint,
  falloffPx: number,
): LabelStroke {
  const dims = [grid.columns, grid.rows] as const;
  return {
    to: (point) =>
      refillOutline(
        labels,
        dims,
        grabbed.outline,
        dragContour(grabbed.polygon, start, point, falloffPx),
      ),
  };
}
