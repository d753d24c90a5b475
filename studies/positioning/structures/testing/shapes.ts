import type { LpsPoint, VolumeGeometry } from '../../../volume/geometry.ts';
import type { Contour, Drawn } from '../contour.ts';

/** A circle at height z as a closed contour of so many points. */
export function circle(
  centre: readonly [number, number],
  radiusMm: number,
  z: number,
  points = 360,
): Contour {
  const turn = (n: number) => (2 * Math.PI * n) / points;
  return closed(
    Array.from({ length: points }, (_, n) => [
      centre[0] + radiusMm * Math.cos(turn(n)),
      centre[1] + radiusMm * Math.sin(turn(n)),
      z,
    ]),
  );
}

export function closed(points: readonly LpsPoint[]): Contour {
  return { kind: 'closed', points, imageUid: null };
}

export function rectangle(
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  z: number,
): Contour {
  return closed([
    [x0, y0, z],
    [x1, y0, z],
    [x1, y1, z],
    [x0, y1, z],
  ]);
}

export const heights = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, n) => from + n * step);

export function sphere(radiusMm: number, step: number): Drawn {
  const contours = heights(-radiusMm + step / 2, radiusMm - step / 2, step).map((z) =>
    circle([0, 0], Math.sqrt(radiusMm ** 2 - z ** 2), z),
  );
  return { contours };
}

/** A ring lying flat: two circles on each slice, the inner one a hole. */
export function torus(ringMm: number, tubeMm: number, step: number): Drawn {
  const contours = heights(-tubeMm + step / 2, tubeMm - step / 2, step).flatMap((z) => {
    const half = Math.sqrt(tubeMm ** 2 - z ** 2);
    return [circle([0, 0], ringMm + half, z), circle([0, 0], ringMm - half, z)];
  });
  return { contours };
}

export function box(size: LpsPoint, zs: readonly number[]): Drawn {
  const [x, y] = [size[0] / 2, size[1] / 2];
  return { contours: zs.map((z) => rectangle([-x, -y], [x, y], z)) };
}

/** A grid around the origin, axial unless other axes are given. */
export function gridAround(
  halfMm: number,
  spacingMm: LpsPoint,
  axes: VolumeGeometry['axes'] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
): VolumeGeometry {
  const half = spacingMm.map((mm) => Math.ceil(halfMm / mm)) as [number, number, number];
  const corner = (c: 0 | 1 | 2) =>
    -[0, 1, 2].reduce((sum, a) => sum + axes[a as 0 | 1 | 2][c] * half[a]! * spacingMm[a]!, 0);
  return {
    dims: [2 * half[0] + 1, 2 * half[1] + 1, 2 * half[2] + 1],
    spacingMm,
    originMm: [corner(0), corner(1), corner(2)],
    axes,
  };
}
