import type { Polygon } from '../../cardiac/contours/polygon.ts';

/**
 * Ways through a cell of four samples by which of them are inside (bits: first corner 1, next
 * along x 2, across 4, next along y 8). Sides: 0 at y, 1 at x + 1, 2 at y + 1, 3 at x. Samples that
 * touch by a corner only are kept apart.
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
 * Closed zero lines of a sampled function, positive inside, by marching squares with linear
 * interpolation. The outermost samples must be negative.
 * @returns x0, y0, x1, y1, ... in samples, one line for each border
 */
export function isoLines(field: Float32Array, columns: number, rows: number): Polygon[] {
  const next = new Map<number, number>();
  for (let y = 0; y + 1 < rows; y++) {
    for (let x = 0; x + 1 < columns; x++) {
      const at = y * columns + x;
      const bits =
        (field[at]! > 0 ? 1 : 0) |
        (field[at + 1]! > 0 ? 2 : 0) |
        (field[at + columns + 1]! > 0 ? 4 : 0) |
        (field[at + columns]! > 0 ? 8 : 0);
      for (const [from, to] of ways[bits]!) next.set(side(at, from), side(at, to));
    }
  }
  const lines: Polygon[] = [];
  for (const start of next.keys()) {
    const line: number[] = [];
    for (let node: number | undefined = start; node !== undefined;) {
      const following = next.get(node);
      if (following === undefined) break;
      line.push(...placeOf(node));
      next.delete(node);
      node = following;
    }
    if (line.length >= 6) lines.push(Float64Array.from(line));
  }
  return lines;

  // The pair of samples along x has an even number, the pair along y an odd one.
  function side(at: number, which: number): number {
    if (which === 0) return at * 2;
    if (which === 1) return (at + 1) * 2 + 1;
    if (which === 2) return (at + columns) * 2;
    return at * 2 + 1;
  }

  function placeOf(node: number): [number, number] {
    const at = node >> 1;
    const alongY = (node & 1) === 1;
    const [a, b] = [field[at]!, field[at + (alongY ? columns : 1)]!];
    const share = a / (a - b);
    const [x, y] = [at % columns, Math.floor(at / columns)];
    return alongY ? [x, y + share] : [x + share, y];
  }
}
