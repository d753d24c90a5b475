import type { ImageDims, PixelPoint } from './classes.ts';

/**
 * Paints a disc, in place.
 * @param onlyOver classes that may be painted over; absent: any
 * @returns pixels that changed
 */
export function paintBrush(
  labels: Uint8Array,
  dims: ImageDims,
  centre: PixelPoint,
  radiusPx: number,
  to: number,
  onlyOver?: readonly number[],
): number {
  return paintStroke(labels, dims, centre, centre, radiusPx, to, onlyOver);
}

/**
 * Paints the whole way of a disc between two pointer positions, in place, so that a fast pointer
 * leaves no gaps.
 * @returns pixels that changed
 */
export function paintStroke(
  labels: Uint8Array,
  dims: ImageDims,
  from: PixelPoint,
  to: PixelPoint,
  radiusPx: number,
  paint: number,
  onlyOver?: readonly number[],
): number {
  const [columns, rows] = dims;
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const squared = dx * dx + dy * dy;
  const first = (axis: 0 | 1) => Math.max(0, Math.ceil(Math.min(from[axis], to[axis]) - radiusPx));
  const last = (axis: 0 | 1, size: number) =>
    Math.min(size - 1, Math.floor(Math.max(from[axis], to[axis]) + radiusPx));
  let changed = 0;
  for (let y = first(1); y <= last(1, rows); y++) {
    for (let x = first(0); x <= last(0, columns); x++) {
      const along = squared > 0 ? ((x - from[0]) * dx + (y - from[1]) * dy) / squared : 0;
      const share = Math.min(1, Math.max(0, along));
      const away = Math.hypot(x - from[0] - share * dx, y - from[1] - share * dy);
      if (away > radiusPx) continue;
      const at = y * columns + x;
      const was = labels[at]!;
      if (was === paint || (onlyOver !== undefined && !onlyOver.includes(was))) continue;
      labels[at] = paint;
      changed++;
    }
  }
  return changed;
}
