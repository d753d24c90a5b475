import type { ImageDims } from './classes.ts';
import { maskOf } from './morphology.ts';
import { polygonArea, type Polygon } from './polygon.ts';
import { smoothPolygon } from './smooth-polygon.ts';

/**
 * Ways through a cell of four pixels by which of them are inside (bits: top left 1, top right 2,
 * bottom right 4, bottom left 8). Sides: 0 top, 1 right, 2 bottom, 3 left. The inside lies to the
 * left of the way; pixels that touch by a corner only are kept apart.
 */
const ways: readonly (readonly (readonly [from: number, to: number])[])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 1],
    [2, 3],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
];

/**
 * Marching squares (Lorensen and Cline 1987, in the plane): half-way lines of a mask (non-zero:
 * inside), one closed polygon per border, holes too, largest area first.
 */
export function isoContours(mask: Uint8Array, dims: ImageDims): Polygon[] {
  const [columns, rows] = dims;
  const box = boundingBox(mask, dims);
  if (box === null) return [];
  const [left, top, right, bottom] = box;
  // One cell more on each side, so that a mask at the image's edge closes.
  const wide = right - left + 3;
  const high = bottom - top + 3;
  const inside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < columns && y < rows && mask[y * columns + x] !== 0;
  const next = new Int32Array(wide * high * 2).fill(-1);
  for (let j = 0; j < high - 1; j++) {
    for (let i = 0; i < wide - 1; i++) {
      const x = left - 1 + i;
      const y = top - 1 + j;
      const bits =
        (inside(x, y) ? 1 : 0) |
        (inside(x + 1, y) ? 2 : 0) |
        (inside(x + 1, y + 1) ? 4 : 0) |
        (inside(x, y + 1) ? 8 : 0);
      for (const [from, to] of ways[bits]!) next[side(i, j, from)] = side(i, j, to);
    }
  }
  return chains(next, wide, left - 1, top - 1);

  // A horizontal pair of pixels has an even number, a vertical pair an odd one.
  function side(i: number, j: number, which: number): number {
    if (which === 0) return (j * wide + i) * 2;
    if (which === 1) return (j * wide + i + 1) * 2 + 1;
    if (which === 2) return ((j + 1) * wide + i) * 2;
    return (j * wide + i) * 2 + 1;
  }
}

/**
 * Smoothed sub-pixel outlines of the pixels whose class is one of `classes` (the epicardium:
 * cavity and muscle together), largest area first.
 * @param smoothPx width of the smoothing along the line, pixels; 0 leaves the steps of the pixels
 */
export function classContours(
  labels: Uint8Array,
  dims: ImageDims,
  classes: readonly number[],
  smoothPx = 2,
): Polygon[] {
  const lines = isoContours(maskOf(labels, classes), dims);
  return smoothPx > 0 ? lines.map((line) => smoothPolygon(line, smoothPx)) : lines;
}

function chains(next: Int32Array, wide: number, x0: number, y0: number): Polygon[] {
  const lines: Polygon[] = [];
  for (let start = 0; start < next.length; start++) {
    if (next[start]! < 0) continue;
    const line: number[] = [];
    for (let node = start; next[node]! >= 0;) {
      const cell = node >> 1;
      const odd = node & 1;
      line.push(x0 + (cell % wide) + (odd ? 0 : 0.5), y0 + Math.floor(cell / wide) + odd / 2);
      const following = next[node]!;
      next[node] = -1;
      node = following;
    }
    lines.push(Float64Array.from(line));
  }
  return lines.sort((a, b) => polygonArea(b) - polygonArea(a));
}

function boundingBox(
  mask: Uint8Array,
  [columns, rows]: ImageDims,
): [left: number, top: number, right: number, bottom: number] | null {
  let left = columns;
  let right = -1;
  let top = rows;
  let bottom = -1;
  for (let y = 0, at = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, at++) {
      if (mask[at] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? null : [left, top, right, bottom];
}
