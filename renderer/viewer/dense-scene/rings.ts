import { classContours } from '../../../studies/cardiac/contours/iso-contours.ts';
import type { DenseGrid, DensePlane } from '../../../studies/library/dense-records.ts';

/** Tubes along the outlines of the measured slices, as one surface; LPS mm. */
export interface Rings {
  readonly points: Float32Array;
  readonly triangles: Uint32Array;
}

/** Half the thickness of a tube, mm. */
const radiusMm = 0.55;
/** Outside of muscle and cavity, and the right ventricle. */
const ringClasses = [[1, 2], [3]] as const;

/**
 * Where the measured slices lie in the heart: rings around the left ventricle's outside and the
 * right ventricle in every plane whose picture is a slice's own. `labels`: one phase, i fastest.
 */
export function measuredRings(
  labels: Uint8Array,
  grid: DenseGrid,
  planes: readonly DensePlane[],
): Rings {
  const [columns, rows] = grid.dims;
  const points: number[] = [];
  const triangles: number[] = [];
  planes.forEach(({ kind }, k) => {
    if (kind !== 'measured') return;
    const slice = labels.subarray(k * columns * rows, (k + 1) * columns * rows);
    for (const classes of ringClasses) {
      for (const polygon of classContours(slice, [columns, rows], classes)) {
        tube(polygon, k, grid, points, triangles);
      }
    }
  });
  return { points: Float32Array.from(points), triangles: Uint32Array.from(triangles) };
}

/** Four edges around each point of a closed polygon: out, up, in, down. */
function tube(
  polygon: ArrayLike<number>,
  k: number,
  grid: DenseGrid,
  points: number[],
  triangles: number[],
): void {
  const count = polygon.length / 2;
  if (count < 3) return;
  const first = points.length / 3;
  const at = (n: number, c: 0 | 1) => polygon[2 * ((n + count) % count) + c]! * grid.spacingMm[c];
  for (let n = 0; n < count; n++) {
    const [dx, dy] = [at(n + 1, 0) - at(n - 1, 0), at(n + 1, 1) - at(n - 1, 1)];
    const long = Math.hypot(dx, dy) || 1;
    for (const [out, up] of [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const) {
      const a = at(n, 0) + (radiusMm * out * dy) / long;
      const b = at(n, 1) - (radiusMm * out * dx) / long;
      const z = k * grid.spacingMm[2] + radiusMm * up;
      for (const c of [0, 1, 2] as const) {
        points.push(grid.originMm[c] + a * grid.u[c] + b * grid.v[c] + z * grid.n[c]);
      }
    }
    const here = first + 4 * n;
    const next = first + 4 * ((n + 1) % count);
    for (let e = 0; e < 4; e++) {
      const f = (e + 1) % 4;
      triangles.push(here + e, next + e, next + f, here + e, next + f, here + f);
    }
  }
}
