import type { ImageDims } from './classes.ts';
import type { Polygon } from './polygon.ts';

/**
 * Gives every pixel whose centre lies inside the polygon (even-odd) the class `to`, in place.
 * @param onlyOver classes that may be painted over; absent: any
 * @returns pixels that changed
 */
export function fillPolygon(
  labels: Uint8Array,
  dims: ImageDims,
  polygon: Polygon,
  to: number,
  onlyOver?: readonly number[],
): number {
  const [columns, rows] = dims;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 1; i < polygon.length; i += 2) {
    low = Math.min(low, polygon[i]!);
    high = Math.max(high, polygon[i]!);
  }
  let changed = 0;
  for (let y = Math.max(0, Math.ceil(low)); y <= Math.min(rows - 1, Math.floor(high)); y++) {
    const crossings = crossingsAt(polygon, y);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const end = Math.min(columns, Math.ceil(crossings[k + 1]!));
      for (let x = Math.max(0, Math.ceil(crossings[k]!)); x < end; x++) {
        const at = y * columns + x;
        const was = labels[at]!;
        if (was === to || (onlyOver !== undefined && !onlyOver.includes(was))) continue;
        labels[at] = to;
        changed++;
      }
    }
  }
  return changed;
}

/** Where the line crosses a row, in order. Ends count once: at their upper point only. */
function crossingsAt(polygon: Polygon, y: number): number[] {
  const crossings: number[] = [];
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const y0 = polygon[j + 1]!;
    const y1 = polygon[i + 1]!;
    if (y0 <= y === y1 <= y) continue;
    crossings.push(polygon[j]! + ((y - y0) / (y1 - y0)) * (polygon[i]! - polygon[j]!));
  }
  return crossings.sort((a, b) => a - b);
}
