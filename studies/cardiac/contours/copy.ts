import type { HeartPlane } from '../../library/heart-records.ts';
import { cross, dot, type Vector3 } from '../../volume/geometry.ts';

/** What a copy needs to know of an image's grid. */
export type PlaneGrid = Pick<HeartPlane, 'originMm' | 'row' | 'column' | 'spacingMm' | 'dims'>;

/**
 * The labels of one slice on the grid of another (or of another phase: the same grid), moved along
 * the normal of the receiving plane; nearest pixel. What lies outside the giving image is
 * background, and so is everything between planes at right angles.
 */
export function copyToNeighbour(labels: Uint8Array, from: PlaneGrid, to: PlaneGrid): Uint8Array {
  const [columns, rows] = to.dims;
  const copy = new Uint8Array(columns * rows);
  const normal = cross(to.row, to.column);
  const fromNormal = cross(from.row, from.column);
  const slope = dot(normal, fromNormal);
  if (Math.abs(slope) < 0.1) return copy;
  // The index in the giving image is linear in that of the receiving one: three points give all.
  const at = (i: number, j: number) => {
    const point = add(
      add(to.originMm, to.row, i * to.spacingMm[0]),
      to.column,
      j * to.spacingMm[1],
    );
    const away = add(from.originMm, point, -1);
    const landed = add(point, normal, dot(away, fromNormal) / slope);
    const offset = add(landed, from.originMm, -1);
    return [
      dot(offset, from.row) / from.spacingMm[0],
      dot(offset, from.column) / from.spacingMm[1],
    ] as const;
  };
  const zero = at(0, 0);
  const right = at(1, 0);
  const down = at(0, 1);
  const step = (axis: 0 | 1) => [right[axis] - zero[axis], down[axis] - zero[axis]] as const;
  const [xi, xj] = step(0);
  const [yi, yj] = step(1);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const x = Math.round(zero[0] + i * xi + j * xj);
      const y = Math.round(zero[1] + i * yi + j * yj);
      if (x >= 0 && y >= 0 && x < from.dims[0] && y < from.dims[1])
        copy[j * columns + i] = labels[y * from.dims[0] + x]!;
    }
  }
  return copy;
}

function add(a: Vector3, b: Vector3, times: number): Vector3 {
  return [a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times];
}
