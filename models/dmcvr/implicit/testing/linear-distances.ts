import { dot, type LpsPoint } from '../../../../studies/volume/geometry.ts';
import type { LabelledPlane } from '../contour-samples.ts';
import { signedDistanceMm } from '../signed-distance.ts';
import { normalOf } from '../stack-frame.ts';

/**
 * The rival: signed distances of parallel slices mixed linearly between neighbours (Herman 1992), as a
 * function of the patient position, positive inside. A slice without the class counts as far
 * outside as its neighbour is deep, so that a shape closes half-way; beyond the stack it is outside.
 */
export function linearDistances(
  stack: readonly LabelledPlane[],
  inside: (label: number) => boolean,
): (point: LpsPoint) => number {
  const normal = normalOf(stack[0]!.plane);
  const slices = stack
    .map(({ plane, labels }) => {
      const [nx, ny] = [plane.dims[0]!, plane.dims[1]!];
      const mask = Uint8Array.from(labels, (label) => (inside(label) ? 1 : 0));
      const shows = mask.includes(1);
      const signed = signedDistanceMm(
        mask,
        [nx, ny],
        [plane.spacingMm[0]!, plane.spacingMm[1]!],
        40,
      );
      const deep = signed.reduce((most, mm) => Math.max(most, mm), 0);
      return {
        plane,
        nx,
        ny,
        signed,
        shows,
        deep,
        z: dot(plane.originMm as unknown as LpsPoint, normal),
      };
    })
    .sort((a, b) => a.z - b.z);
  type Slice = (typeof slices)[number];
  const value = (slice: Slice, other: Slice, point: LpsPoint) => {
    if (!slice.shows) return -other.deep;
    const { plane, nx, ny, signed } = slice;
    const along = (axis: readonly number[], mm: number) =>
      axis.reduce((sum, d, c) => sum + d * (point[c]! - plane.originMm[c]!), 0) / mm;
    const x = Math.min(nx - 1.001, Math.max(0, along(plane.row, plane.spacingMm[0]!)));
    const y = Math.min(ny - 1.001, Math.max(0, along(plane.column, plane.spacingMm[1]!)));
    const [i, j] = [Math.floor(x), Math.floor(y)];
    const at = (di: number, dj: number) => signed[i + di + nx * (j + dj)]!;
    const [fx, fy] = [x - i, y - j];
    return (
      (1 - fy) * ((1 - fx) * at(0, 0) + fx * at(1, 0)) + fy * ((1 - fx) * at(0, 1) + fx * at(1, 1))
    );
  };
  return (point) => {
    const z = dot(point, normal);
    const upper = slices.findIndex((slice) => slice.z >= z);
    if (upper <= 0) return -40;
    const [below, above] = [slices[upper - 1]!, slices[upper]!];
    const share = (z - below.z) / (above.z - below.z);
    return (1 - share) * value(below, above, point) + share * value(above, below, point);
  };
}
